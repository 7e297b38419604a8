"""Every KPI, once: a registry, and one SQL file per family that counts it for every period and slice."""
