"""The rule book: techniques as data, with the sentences they must and must not flag.

In come the TOML files in ``techniques/`` and a team's own; out go rules, matches in tokens, what people say that is no technique,
and what could be said instead of a push. Whatever is wrong in a file is refused with its place.

Others use:

``exceptions``  Run, near, normal
``loading``     SHIPPED, found_in, load_book
``patterns``    Finder, compile_pattern, word_lists
``rewrites``    rewrite
``rules``       Match, Rule, RuleBook, RuleError, Stance
``sayings``     find_sayings
``word_lists``  WordLists
"""
