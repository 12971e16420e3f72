"""Access: who is looking at a library, and what they may see of it.

In comes a viewer; out goes what that viewer may do with which calls and notes, and why.

Others use:

``conditions``    PERSONAL, conditions, terms_of
``giving``        GRACE, GivenOut, Giving
``known``         KnownStandings
``permits``       NotAllowedError, acting_name, allows, may_in_house, no_such_call, permit, permit_in_house,
                  permit_setting, permit_the_program, permitted, reason, refusal, refusal_in_house, standings_of,
                  standings_to, viewer_in
``rights``        BY_STANDING, DEEDS, HOUSE_DEEDS, HouseRight, Right, WHO
``row_security``  ensure_row_security
``sharing``       Colleague, Sharing, Shown
``viewer``        ALONE, ROLES, Role, SYSTEM, Viewer, is_team, viewer_of
``wall``          wall_of
"""
