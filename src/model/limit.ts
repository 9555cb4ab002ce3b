/** Transport discretization of a limit on a mesh. */
export type MeshFlux = "slopes" | "scharfetter-gummel" | "upwind";

/** The metric of a gradient flow of states; that of nodes is `wasserstein`, on R^d x G. */
export const geometries = ["wasserstein", "sliced", "gromov"] as const;
export type Geometry = (typeof geometries)[number];
