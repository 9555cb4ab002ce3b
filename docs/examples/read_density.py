"""Densities that `jko flow` has written: python3 read_density.py FOLDER (one axis)"""
import csv, sys
import numpy as np

with open(f"{sys.argv[1]}/snapshots.csv", newline="") as file:
    rows = list(csv.DictReader(file))
t, x = (np.unique([float(row[key]) for row in rows]) for key in ("t", "x"))
layers = list(dict.fromkeys(row["layer"] for row in rows))
density = np.array([float(row["density"]) for row in rows]).reshape(len(t), len(x), len(layers))
mass = density.sum(axis=(1, 2)) * (x[1] - x[0])
print(*layers, *(f"{value:.12f}" for value in mass))
