/**
 * The funds and the indices of the simulated market, and the paths that no share of stock follows.
 *
 * Funds: symbol | name | factor | listed market | price or the path it tracks and the ratio | beta | volatility % |
 * assets bn | shares a day m | distribution | how often a year | its day of the period | liquidity rating | expirations:
 * D(aily), W(eekly), R(egular)
 */
export const FUND_TABLE = `
SPY|SPDR S&P 500 ETF Trust||ARCX|SPX*.0997|1|17|690|72|1.83|4|78|5|D
QQQ|Invesco QQQ Trust|T|XNAS|NDX*.02435|1.18|22|400|55|.69|4|80|5|D
IWM|iShares Russell 2000 ETF|small|ARCX|RUT*.0995|1.12|23|72|38|.65|4|73|5|D
DIA|SPDR Dow Jones Industrial Average ETF Trust||ARCX|DJX*.9975|.88|16|43|5.2|.55|12|16|4|W
TLT|iShares 20+ Year Treasury Bond ETF|rates|XNAS|89|-.05|13|49|36|.33|12|0|5|W
HYG|iShares iBoxx $ High Yield Corporate Bond ETF|rates|ARCX|80.5|.3|6|19|38|.39|12|0|4|W
LQD|iShares iBoxx $ Investment Grade Corporate Bond ETF|rates|ARCX|110|.1|7.5|33|26|.41|12|0|4|W
GLD|SPDR Gold Shares|metals|ARCX|XAU*.0917|.1|19|145|12||||5|W
SLV|iShares Silver Trust|metals|ARCX|XAG*.907|.3|36|29|34||||4|W
GDX|VanEck Gold Miners ETF|metals|ARCX|78|.45|38|24|23||||4|W
USO|United States Oil Fund, LP|E|ARCX|WTI*1.13|.35|33|1.1|6.4||||4|W
UNG|United States Natural Gas Fund, LP|gas|ARCX|NGAS*3.2|.1|52|.5|7.6||||3|W
XLE|Energy Select Sector SPDR Fund|E|ARCX|90|.75|22|27|16|.72|4|82|4|W
XLF|Financial Select Sector SPDR Fund|F|ARCX|52.5|1|19|53|38|.19|4|82|4|W
XLK|Technology Select Sector SPDR Fund|T|ARCX|285|1.3|25|92|6.6|.39|4|82|4|W
XLV|Health Care Select Sector SPDR Fund|H|ARCX|146|.6|16|38|9.7|.63|4|82|4|W
XLU|Utilities Select Sector SPDR Fund|U|ARCX|88|.5|17|22|10|.58|4|82|4|W
XLI|Industrial Select Sector SPDR Fund|I|ARCX|153|1|18|25|8.6|.51|4|82|4|W
XLP|Consumer Staples Select Sector SPDR Fund|D|ARCX|78|.5|13|15|13|.52|4|82|4|W
XLY|Consumer Discretionary Select Sector SPDR Fund|Y|ARCX|235|1.2|23|24|3.8|.46|4|82|4|W
XLC|Communication Services Select Sector SPDR Fund|C|ARCX|115|1.05|20|26|5.2|.32|4|82|3|W
XLB|Materials Select Sector SPDR Fund|B|ARCX|88|.95|19|5.4|6|.43|4|82|3|R
XLRE|Real Estate Select Sector SPDR Fund|R|ARCX|41.5|.85|17|7.6|6.4|.36|4|82|3|R
SMH|VanEck Semiconductor ETF|T|XNAS|350|1.6|36|34|8.1||||4|W
XBI|SPDR S&P Biotech ETF|H|ARCX|108|1.1|28|6.8|9.8||||4|W
KRE|SPDR S&P Regional Banking ETF|F|ARCX|61|1.2|29|4.1|14|.4|4|82|4|W
EEM|iShares MSCI Emerging Markets ETF|world|ARCX|54|.75|19|20|30||||4|W
EFA|iShares MSCI EAFE ETF|world|ARCX|95|.8|15|70|14||||4|W
FXI|iShares China Large-Cap ETF|world|ARCX|39.5|.6|29|6.9|29||||4|W
EWZ|iShares MSCI Brazil ETF|world|ARCX|32|.7|26|5.9|26||||4|W
ARKK|ARK Innovation ETF|T|ARCX|80|1.9|40|7.4|9.2||||4|W`;

/** symbol | name | level | beta | volatility % | distributions a year, in percent | expirations: D(aily) or R(egular) */
export const INDEX_TABLE = `
SPX|S&P 500 Index|7500|1|17|1.2|D
XSP|Mini-SPX Index|SPX*.1|1|17|1.2|D
NDX|Nasdaq-100 Index|25000|1.18|22|.7|D
RUT|Russell 2000 Index|2450|1.12|23|1.3|D
DJX|Dow Jones Industrial Average (1/100)|470|.88|16|1.6|R
VIX|Cboe Volatility Index|17|0|95|0|R`;

/** Paths without a symbol of their own: name | factor | level | beta | volatility % */
export const DRIVER_TABLE = `
XAU|metals|3900|.1|19
XAG|metals|48|.3|36
COPPER|metals|5|.5|27
WTI|E|66|.35|33
NGAS|gas|3.6|.1|52
BOND2|rates|104|-.02|1.7
BOND5|rates|109|-.03|4
BOND10|rates|113|-.04|6
BOND30|rates|118|-.05|11
EURO|currency|1.16|.1|7.5
YEN|currency|.0066|-.1|9`;
