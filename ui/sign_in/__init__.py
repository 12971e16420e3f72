"""Signing in: the settings that a team's dashboard needs for it, and whether they will do.

In comes the file that ``sameside sign-in set`` writes; out go the settings, or a sentence on what is wrong with them. Who signs in is
asked elsewhere (``ui/dashboard/sign_in/``).

Others use:

``check``     check
``settings``  CALLBACK, SECRETS, SignInSettings, VARIABLE, is_local, new_secret, read_settings, settings_path,
              write_settings, written_settings
"""
