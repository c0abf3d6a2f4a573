"""Trains the shipped models further on a dataset of the app: `python -m platewheel finetune`."""
