"""The bank: made-up lines by several authors, from which the two models of wording learn, and their training.

In come the TSV files (here: lines and their techniques, for ``train``; in ``acts/``: lines and their dialogue acts, for ``train_acts``)
and, with ``--neutral FOLDER``, real ordinary lines that are not in the project; out go ``analysis/language/classifier.npz`` and
``analysis/language/dialogue_acts.npz``, which say what they were trained on. A wheel is without the bank.
"""
