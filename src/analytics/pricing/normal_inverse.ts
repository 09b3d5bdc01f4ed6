/**
 * The inverse of the normal distribution: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal
 * distribution", Applied Statistics 37 (1988), its formula of 16 digits.
 */

/** The x with `normCdf(x) = probability`: -Infinity at 0, Infinity at 1; outside of 0 to 1 throws `RangeError`. */
export function normInv(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be from 0 to 1, not ${probability}`);
  }
  const offset = probability - 0.5;
  if (Math.abs(offset) <= 0.425) return offset * central(0.180625 - offset * offset);
  const tail = offset < 0 ? probability : 1 - probability;
  if (tail === 0) return offset < 0 ? -Infinity : Infinity;
  const depth = Math.sqrt(-Math.log(tail));
  const size = depth <= 5 ? middle(depth - 1.6) : far(depth - 5);
  return offset < 0 ? -size : size;
}

function central(y: number): number {
  const above = ((((((2.5090809287301226727e3 * y + 3.343057558358812810e4) * y + 6.7265770927008700853e4) * y +
                    4.5921953931549871457e4) * y + 1.3731693765509461125e4) * y + 1.9715909503065514427e3) * y +
        1.3314166789178437745e2) * y + 3.3871328727963666080;
  const below = ((((((5.2264952788528545610e3 * y + 2.8729085735721942674e4) * y + 3.9307895800092710610e4) * y +
                    2.1213794301586595867e4) * y + 5.3941960214247511077e3) * y + 6.8718700749205790830e2) * y +
        4.2313330701600911252e1) * y + 1;
  return above / below;
}

function middle(y: number): number {
  const above = ((((((7.74545014278341407640e-4 * y + 2.27238449892691845833e-2) * y + 2.41780725177450611770e-1) * y +
                    1.27045825245236838258) * y + 3.64784832476320460504) * y + 5.76949722146069140550) * y +
        4.63033784615654529590) * y + 1.42343711074968357734;
  const below = ((((((1.05075007164441684324e-9 * y + 5.47593808499534494600e-4) * y + 1.51986665636164571966e-2) * y +
                    1.48103976427480074590e-1) * y + 6.89767334985100004550e-1) * y + 1.67638483018380384940) * y +
        2.05319162663775882187) * y + 1;
  return above / below;
}

function far(y: number): number {
  const above = ((((((2.01033439929228813265e-7 * y + 2.71155556874348757815e-5) * y + 1.24266094738807843860e-3) * y +
                    2.65321895265761230930e-2) * y + 2.96560571828504891230e-1) * y + 1.78482653991729133580) * y +
        5.46378491116411436990) * y + 6.65790464350110377720;
  const below = ((((((2.04426310338993978564e-15 * y + 1.42151175831644588870e-7) * y + 1.84631831751005468180e-5) * y +
                    7.86869131145613259100e-4) * y + 1.48753612908506148525e-2) * y + 1.36929880922735805310e-1) * y +
        5.99832206555887937690e-1) * y + 1;
  return above / below;
}
