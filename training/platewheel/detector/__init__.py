"""The plate detector: data, augmentation, model, loss, training, evaluation, export."""
