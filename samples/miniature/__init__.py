"""The miniature Whisper: a real one in build, and so small that it can be taught at home on voices of our own making.

SameSide takes its words from faster-whisper, whose models are fetched from the net. So that tests, and the samples in a place
without a network, rest on real transcription all the same, a miniature comes with the samples
(``samples/whisper``). It is a Whisper in architecture, files and prompts, and goes through faster-whisper's own code: features,
encoder, decoder, beam search, alignment heads, word times. **It knows the six voices of the samples and its own twelve hundred words,
and nothing else**: of a real call it makes nonsense, and it is never chosen unless asked for by its folder.

The way it is made, each step a module::

    text      a closed vocabulary, sentences to learn from, none of them a line of a sample
    tokens    the tokenizer
    shards    hours of the sample voices through the samples' telephone, with all their times
    windows   what the net is shown: windows of up to 30 s, the token of each tick, where to listen
    net       Whisper's architecture, and how it starts out listening in the right place
    train     the teaching (PyTorch; needed here alone)
    export    into a folder that faster-whisper opens
    score     its errors on the samples, in words and in seconds

``samples/whisper/README.md`` has the commands and the figures.
"""
