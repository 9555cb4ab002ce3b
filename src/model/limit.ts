/** Transport discretization of a limit on a mesh. */
export type MeshFlux = "slopes" | "scharfetter-gummel" | "upwind";

/** The metric of a gradient flow of states; that of nodes is `wasserstein`, on R^d x G. */
export type Geometry = "wasserstein" | "sliced" | "gromov";
