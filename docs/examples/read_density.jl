# Densities that `jko flow` has written: julia read_density.jl FOLDER (one axis)
using DelimitedFiles, Printf

rows, head = readdlm(joinpath(ARGS[1], "snapshots.csv"), ',', header = true)
column(name) = rows[:, findfirst(==(name), vec(head))]
t, x, layers = unique(column("t")), unique(column("x")), unique(column("layer"))
density = reshape(Float64.(column("density")), length(layers), length(x), length(t))
mass = vec(sum(density, dims = (1, 2))) * (x[2] - x[1])
println(join([string.(layers); [@sprintf("%.12f", value) for value in mass]], " "))
