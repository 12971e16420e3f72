"""What a team needs of the command line: how people sign in, and who they are.

In come arguments; out go printed sentences and tables, and an exit status.

Others use:

``people``   the module itself
``sign_in``  the module itself
"""
