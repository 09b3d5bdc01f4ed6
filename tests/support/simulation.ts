/** The simulated market and its books, worked out once for all tests of a file: they are functions of the instant. */

import { createSimulation, type Simulation } from "../../src/simulator/simulator.ts";

let simulation: Simulation | null = null;

export const sharedSimulation = (): Simulation => simulation ??= createSimulation();
