"""Jobs: the queue of what is to be done, durable, worked by any number of workers and proof against kill -9.

In come recordings and their options, calls to be judged again or heard again, models to be fetched; out go jobs with their
progress. What puts wordless calls into it is ``rehearing``; who does the jobs is :mod:`library.worker`.

Others use:

``bringing``    check_practice, own_jobs, permit_keeping, put_bringer
``figures``     Figures, STANDINGS
``house_jobs``  put_judging
``job``         Claim, FETCHING, Job, Reviewed, UNFINISHED, keep_reviewed, put_job, take_job
``queue``       LEASE, Overview, Queue
``rehearing``   Rehearing
``tallies``     Kind, Stage, WorkKind, work_of
"""
