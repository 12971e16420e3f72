"""The dashboard: its server, frame and session; pages in ``screens``, what they share in ``parts``, what is drawn in ``components``.

In come a browser's requests; out go pages about the library's calls. No page judges, keeps or counts anything by itself. ``screens`` is
no package: Streamlit runs its files as scripts.

Others use:

``doors``           Doors, HEALTH, own_hosts
``notes_route``     answer_deed
``pages``           the module itself
``printed_report``  printed
``server``          AUDIO, serve
``uploads``         MB, NOTES, TABLE, content
``viewer``          the module itself
"""
