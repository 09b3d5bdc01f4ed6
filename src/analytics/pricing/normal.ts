/**
 * The standard normal distribution, accurate in both tails.
 *
 * `erfc` follows W. J. Cody, "Rational Chebyshev approximation for the error function", Math. Comp. 23 (1969): three
 * ranges of the argument, a quotient of two polynomials in each.
 */

const SQRT_HALF = Math.SQRT1_2;
const INVERSE_SQRT_PI = 0.5641895835477563;
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
/** Beyond this erfc is below the smallest double. */
const NEGLIGIBLE = 28;

/** |x| <= 0.46875: erf(x) = x * P(x^2) / Q(x^2). Highest power first, as in the other tables; Q starts with 1. */
const SMALL_P = [
  1.85777706184603153e-1,
  3.1611237438705656,
  1.13864154151050156e2,
  3.77485237685302021e2,
  3.20937758913846947e3,
];
const SMALL_Q = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

/** 0.46875 < x <= 4: erfc(x) = exp(-x^2) * P(x) / Q(x). */
const MIDDLE_P = [
  2.15311535474403846e-8,
  5.64188496988670089e-1,
  8.88314979438837594,
  6.61191906371416295e1,
  2.98635138197400131e2,
  8.8195222124176909e2,
  1.71204761263407058e3,
  2.05107837782607147e3,
  1.23033935479799725e3,
];
const MIDDLE_Q = [
  1,
  1.57449261107098347e1,
  1.17693950891312499e2,
  5.37181101862009858e2,
  1.62138957456669019e3,
  3.29079923573345963e3,
  4.36261909014324716e3,
  3.43936767414372164e3,
  1.23033935480374942e3,
];

/** x > 4: erfc(x) = exp(-x^2) / x * (1/sqrt(pi) - P(1/x^2) / Q(1/x^2) / x^2). */
const LARGE_P = [
  1.63153871373020978e-2,
  3.05326634961232344e-1,
  3.60344899949804439e-1,
  1.25781726111229246e-1,
  1.60837851487422766e-2,
  6.58749161529837803e-4,
];
const LARGE_Q = [
  1,
  2.56852019228982242,
  1.87295284992346725,
  5.27905102951428412e-1,
  6.05183413124413191e-2,
  2.33520497626869185e-3,
];

/** The complementary error function, 2/sqrt(pi) times the integral of exp(-t^2) from `x` to infinity. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) {
    const square = size * size;
    return 1 - x * polynomial(SMALL_P, square) / polynomial(SMALL_Q, square);
  }
  if (size > NEGLIGIBLE) return x < 0 ? 2 : 0;
  const tail = size <= 4 ? polynomial(MIDDLE_P, size) / polynomial(MIDDLE_Q, size) : scaledTail(size);
  const value = gaussian(size) * tail;
  return x < 0 ? 2 - value : value;
}

/** The density of the standard normal distribution at `x`. */
export function normPdf(x: number): number {
  return INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * x * x);
}

/** The probability that a standard normal variable is at most `x`; relative accuracy holds far into the left tail. */
export function normCdf(x: number): number {
  return 0.5 * erfc(-x * SQRT_HALF);
}

function scaledTail(x: number): number {
  const square = 1 / (x * x);
  return (INVERSE_SQRT_PI - square * polynomial(LARGE_P, square) / polynomial(LARGE_Q, square)) / x;
}

/** exp(-x^2) with the rounding error of the square taken out: it would be multiplied by x^2. */
function gaussian(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
