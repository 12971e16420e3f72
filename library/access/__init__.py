"""Access: who is looking at a library, and what they may see of it.

In comes a viewer; out goes what that viewer may do with which calls and notes, and why.

Others use:

``viewer``  ROLES, Role, Viewer, viewer_of
"""
