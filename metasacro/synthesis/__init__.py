"""Protocol and evidence become analyses: which cohort enters, as what effect, pooled how, with what cautions."""
