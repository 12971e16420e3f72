"""Redaction: numbers and addresses that are somebody's own, found in what was said, masked in words and silenced in sound.

In come a call's turns, words with their times; out go masks, and from these a masked call, masked texts that quote it, and the seconds
to be silent. The rules are data (``kinds.toml``): what asks for each kind, and what each must and must not find.

Others use:

``finding``    find_in_turns, find_masks
``kept``       edition, pack_masks, unpack_masks
``kinds``      Kind, kinds, words_of
``listening``  remaining
``mask``       Mask
``masking``    Masking, is_masked, label, masked
``sound``      name_of, silent_spans
"""
