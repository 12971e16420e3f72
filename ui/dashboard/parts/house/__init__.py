"""What a house settles about judging: its limits with their presets, and the team's own rules by a form.

In comes the library; out go widgets.

Others use:

``limits``      the module itself
``team_rules``  the module itself
"""
