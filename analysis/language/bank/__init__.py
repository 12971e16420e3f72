"""The bank: made-up lines by several authors, from which the classifier learns, and its training.

In come the bank's TSV files and, with ``--neutral FOLDER``, real ordinary lines that are not in the project; out goes
``analysis/language/classifier.npz``, which says what it was trained on. A wheel is without the bank.
"""
