"""Parts: what several pages share: uploads, progress of a job, missing words, the agent's side, file names, judging again, a call's actions, its place in the list.

In comes the library; out go widgets.

Others use:

``agent_side``       the module itself
``call_actions``     the module itself
``call_place``       the module itself
``file_names``       the module itself
``job_progress``     once_known
``masking``          the module itself
``missing_words``    the module itself
``reanalysis``       the module itself
``sharing``          the module itself
``technique_names``  the module itself
``upload``           the module itself
"""
