"""Models: which Whisper models are on this machine, whether each is whole, and fetching one when asked.

In comes a model's name or folder; out goes the folder of a model that can be loaded, or the sentence that says why there is
none. Nothing is fetched unasked.

Others use:

``checksums``   provenance, verify_model
``fetch``       Progress, fetch_model
``installed``   Absent, Model, PUBLISHED, Published, find_model, list_models, missing_files, model_fingerprint,
                published_model
``own_models``  CHOSEN, models_folder_setting, own_model, own_model_names, typed_path
"""
