"""The calculators that a card may open, and what each one takes."""

INPUTS = {
    "active_learning": "probabilities",
    "agreement": "rater1 rater2 table",
    "base_rate": "prevalence sensitivity specificity",
    "bias_variance": "shots target predictions truth noise_var",
    "binning": "x bins",
    "canary": "requests_per_s share error_new error_old detect_min rollback_min ramp p n start "
    "factor hold_hours",
    "confusion": "tp fp fn tn beta cost_fp cost_fn",
    "correlation": "x y",
    "cost": "predictions_per_month serverless_per_1000 serverless_free instance_per_hour hours "
    "instances",
    "descriptive": "x",
    "drift_categorical": "train_counts serving_counts psi_floor",
    "drift_numeric": "train serving edges",
    "error_priority": "slices",
    "feature_selection": "x y table",
    "kfold": "n k scores grid_sizes q labels",
    "latency": "arrival_per_s mean_latency_ms concurrency service_ms servers rho ms k p batch "
    "fixed_ms per_item_ms availability",
    "multiclass": "matrix_rows_actual",
    "one_hot": "cardinalities rows drop_first categories buckets",
    "outliers": "x z_threshold iqr_k mz_threshold",
    "penalty": "w lam data_loss l1_ratio",
    "probabilistic": "y p bins",
    "regression": "y y_hat n_features",
    "roc": "y score",
    "sample_size": "p margin confidence population p1 p2 alpha power sd correct n",
    "scaling": "x train serve",
    "threshold": "y score threshold",
}
CALCULATORS = {name: frozenset(inputs.split()) for name, inputs in INPUTS.items()}
