"""What both models share: resampling, metrics, fp16 export and model cards."""
