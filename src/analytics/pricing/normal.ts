/**
 * The standard normal distribution, accurate in both tails.
 *
 * `erfc` and `erfcx` follow W. J. Cody, "Rational Chebyshev approximation for the error function", Math. Comp. 23 (1969):
 * three ranges of the argument, a quotient of two polynomials in each, written out because they are the inside of every
 * loop here. The inverse is in `normal_inverse.ts`.
 */

const INVERSE_SQRT_PI = 0.5641895835477563;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
/** Up to here the error function itself is the quotient, beyond it the scaled tail. */
const SMALL = 0.46875;
/** Beyond this erfc is below the smallest double. */
const NEGLIGIBLE = 28;
/** Below this erfcx is above the largest double. */
const OVERFLOWING = -26.7;

/** The complementary error function, 2/sqrt(pi) times the integral of exp(-t^2) from `x` to infinity. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= SMALL) return 1 - erfSmall(x);
  if (size > NEGLIGIBLE) return x < 0 ? 2 : 0;
  const value = gaussian(size) * scaledTail(size);
  return x < 0 ? 2 - value : value;
}

/** The scaled complementary error function exp(x^2) erfc(x): Infinity below -26.7, about 1/(x sqrt(pi)) for large x. */
export function erfcx(x: number): number {
  if (x > SMALL) return scaledTail(x);
  if (x >= -SMALL) return Math.exp(x * x) * (1 - erfSmall(x));
  if (x < OVERFLOWING) return Infinity;
  return 2 / gaussian(x) - scaledTail(-x);
}

/** The density of the standard normal distribution at `x`. */
export function normPdf(x: number): number {
  return INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * x * x);
}

/** The probability that a standard normal variable is at most `x`; relative accuracy holds far into the left tail. */
export function normCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** The logarithm of `normCdf(x)`, also where that is below the smallest double. */
export function logNormCdf(x: number): number {
  if (x > -1) return x > 1 ? Math.log1p(-normCdf(-x)) : Math.log(normCdf(x));
  return Math.log(0.5 * scaledTail(-x * Math.SQRT1_2)) - 0.5 * x * x;
}

/** erf(x) for |x| <= 0.46875. */
function erfSmall(x: number): number {
  const y = x * x;
  const above = (((1.85777706184603153e-1 * y + 3.1611237438705656) * y + 1.13864154151050156e2) * y +
        3.77485237685302021e2) * y + 3.20937758913846947e3;
  const below = (((y + 2.36012909523441209e1) * y + 2.44024637934444173e2) * y + 1.28261652607737228e3) * y +
    2.84423683343917062e3;
  return x * above / below;
}

/** exp(x^2) erfc(x) for x > 0.46875. */
function scaledTail(x: number): number {
  return x <= 4 ? scaledMiddle(x) : scaledFar(x);
}

/** exp(x^2) erfc(x) for 0.46875 < x <= 4. */
function scaledMiddle(x: number): number {
  const above = (((((((2.15311535474403846e-8 * x + 5.64188496988670089e-1) * x + 8.88314979438837594) * x +
                        6.61191906371416295e1) * x + 2.98635138197400131e2) * x + 8.8195222124176909e2) * x +
            1.71204761263407058e3) * x + 2.05107837782607147e3) * x + 1.23033935479799725e3;
  const below = (((((((x + 1.57449261107098347e1) * x + 1.17693950891312499e2) * x + 5.37181101862009858e2) * x +
                    1.62138957456669019e3) * x + 3.29079923573345963e3) * x + 4.36261909014324716e3) * x +
        3.43936767414372164e3) * x + 1.23033935480374942e3;
  return above / below;
}

/** exp(x^2) erfc(x) for x > 4: the first term of its asymptotic series and a correction. */
function scaledFar(x: number): number {
  const y = 1 / (x * x);
  const above = ((((1.63153871373020978e-2 * y + 3.05326634961232344e-1) * y + 3.60344899949804439e-1) * y +
            1.25781726111229246e-1) * y + 1.60837851487422766e-2) * y + 6.58749161529837803e-4;
  const below = ((((y + 2.56852019228982242) * y + 1.87295284992346725) * y + 5.27905102951428412e-1) * y +
        6.05183413124413191e-2) * y + 2.33520497626869185e-3;
  return (INVERSE_SQRT_PI - y * above / below) / x;
}

/** exp(-x^2) with the rounding error of the square taken out: it would be multiplied by x^2. */
function gaussian(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}
