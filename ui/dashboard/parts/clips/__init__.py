"""Clips on the pages: the way by which they are kept and changed, their files, and the lists of the page Clips.

In comes the library and a deed of a browser; out go clips, playlists and files of them.

Others use:

``files``  FILES, files_route
``lists``  the module itself
``route``  CLIPS, clips_route, to_put_into
"""
