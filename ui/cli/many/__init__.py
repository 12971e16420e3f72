"""Many recordings: reviewed side by side in processes here, or by a cluster, or taken from a folder as they come; workers of the library's queue
without a dashboard; and all that came of it as tables.

In come arguments; out go printed reviews in the order in which the recordings were given, a line for each call that a worker has done, and an
exit status that is 0 only where everything was done.

Others use:

``export``        configure_export
``health``        configure_health
``on_cluster``    review_on_cluster
``operations``    add_operations
``side_by_side``  review_side_by_side
``watch``         configure_watch
``work``          configure_work
"""
