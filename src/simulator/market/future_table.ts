/**
 * The futures and cryptocurrencies of the simulated market.
 *
 * Futures: code | name | path and ratio | carry % a year (an index's own by its dividends when empty) | tick |
 * dollars a point | contract months | how many are listed | when they end | contracts a day k | code of the streamer's
 * exchange
 */
export const FUTURE_TABLE = `
ES|E-Mini S&P 500|SPX||.25|50|HMUZ|5|index|1500|XCME
MES|Micro E-Mini S&P 500|SPX||.25|5|HMUZ|5|index|1100|XCME
NQ|E-Mini Nasdaq-100|NDX||.25|20|HMUZ|5|index|600|XCME
MNQ|Micro E-Mini Nasdaq-100|NDX||.25|2|HMUZ|5|index|1400|XCME
RTY|E-Mini Russell 2000|RUT||.1|50|HMUZ|5|index|190|XCME
M2K|Micro E-Mini Russell 2000|RUT||.1|5|HMUZ|5|index|90|XCME
YM|E-Mini Dow|DJX*100||1|5|HMUZ|4|index|140|XCBT
CL|Crude Oil|WTI|-2|.01|1000|FGHJKMNQUVXZ|12|oil|330|XNYM
MCL|Micro Crude Oil|WTI|-2|.01|100|FGHJKMNQUVXZ|12|oil|85|XNYM
NG|Natural Gas|NGAS|6|.001|10000|FGHJKMNQUVXZ|12|gas|180|XNYM
GC|Gold|XAU|3.8|.1|100|GJMQVZ|6|metal|220|XCEC
MGC|Micro Gold|XAU|3.8|.1|10|GJMQVZ|6|metal|170|XCEC
SI|Silver|XAG|3.8|.005|5000|HKNUZ|5|metal|75|XCEC
HG|Copper|COPPER|2|.0005|25000|HKNUZ|5|metal|80|XCEC
ZT|2-Year Treasury Note|BOND2|-.5|.00390625|2000|HMUZ|3|bond|600|XCBT
ZF|5-Year Treasury Note|BOND5|-.3|.0078125|1000|HMUZ|3|bond|1000|XCBT
ZN|10-Year Treasury Note|BOND10|-.2|.015625|1000|HMUZ|3|bond|1600|XCBT
ZB|30-Year Treasury Bond|BOND30|-.2|.03125|1000|HMUZ|3|bond|350|XCBT
6E|Euro|EURO|1.6|.00005|125000|HMUZ|4|currency|200|XCME
6J|Japanese Yen|YEN|3.1|.0000005|12500000|HMUZ|4|currency|150|XCME`;

/**
 * Options on futures: code of the future | root of the quarterly or monthly options | root of the Friday weeklies,
 * numbered | root at the end of the month | letter before the number of the weeklies from Monday to Thursday | step
 * between strikes | tick, or the tick below a price and the one from there on
 */
export const FUTURE_OPTION_TABLE = `
ES|ES|EW|EW|E|5|.05<5 .25
NQ|NQ|QN|QNE|Q|25|.05<5 .25
RTY|RTY|R|RTM||5|.05<5 .1
CL|LO|LO|||.5|.01
NG|ON||||.05|.001
GC|OG|OG|||5|.1
SI|SO|SO|||.25|.001
ZN|OZN|ZN|||.25|.015625
ZB|OZB|ZB|||.5|.015625`;

/** symbol | name | price | volatility % | tick */
export const CRYPTO_TABLE = `
BTC/USD|Bitcoin|92000|46|.01
ETH/USD|Ethereum|3100|64|.01
SOL/USD|Solana|140|78|.01
XRP/USD|XRP|2.2|75|.0001
DOGE/USD|Dogecoin|.16|85|.00001
ADA/USD|Cardano|.5|80|.0001
LTC/USD|Litecoin|95|68|.01
LINK/USD|Chainlink|14|80|.001
AVAX/USD|Avalanche|16|82|.001
BCH/USD|Bitcoin Cash|520|66|.01`;
