"""What asks questions of the rules: choosers, runs with measures, wrong beliefs."""
