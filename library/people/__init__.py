"""People: agents and their teams, whose call is whose; persons who may sign in, and who is signed in.

In come names, e-mails and tables of them; out go the same, each once, and who somebody is at this moment.

Others use:

``agents``        People, assign_call, assign_calls, team_by
``person_table``  TableError, take, written
``persons``       Entry, FormerPersonError, Known, Persons, as_email
``sign_ins``      NotKnownError, OtherAccountError, Present, SignIns
``typed_names``   TypedNames, Unclaimed
"""
