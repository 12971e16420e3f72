"""What a house settles about judging: its limits with their presets, and the team's own rules by a form.

In comes the library; out go widgets.

Others use:

``evaluating``  the module itself
``limits``      told_changes
``team_rules``  the module itself
"""
