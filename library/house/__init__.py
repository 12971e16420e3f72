"""The house: what this organisation has settled for all its calls.

In come limits, a team's rules, vocabulary, language, the agent's side by file name, whether agents' voices are measured and what file names say, as somebody saves them; out go the same
for whoever hears or judges a call, and a call judged by them.

Others use:

``agent_side``        the module itself
``agent_voice``       the module itself
``file_names``        the module itself
``judging``           the module itself
``limits``            changed_limits, keep_limits, limits_and_version, limits_in_force
``mending``           the module itself
``originals``         destroy_due
``recogniser_hints``  the module itself
``rule_form``         the module itself
``team_rules``        team_rules
"""
