/**
 * The shares of the simulated market. Plausible figures, not records: prices are where a path starts, not what anything
 * costs today.
 *
 * symbol | name | sector | industry | listed market | price | beta | volatility % | market cap bn | shares a day m |
 * dividend a quarter | its day of the quarter | earnings day of the quarter and E(vening) or M(orning) | earnings per
 * share | usual earnings move % | liquidity rating | expirations: M(onday, Wednesday, Friday), W(eekly), R(egular)
 */
export const STOCK_TABLE = `
AAPL|Apple Inc.|T|Consumer Electronics|XNAS|305|1.08|26|4510|48|.27|40|29E|8.69|3.5|5|M
MSFT|Microsoft Corporation|T|Software - Infrastructure|XNAS|505|.95|25|3750|21|.91|50|28E|15.2|4|5|M
NVDA|NVIDIA Corporation|T|Semiconductors|XNAS|190|1.75|40|4620|180|.01|65|54E|4.6|6.5|5|M
AMZN|Amazon.com, Inc.|Y|Internet Retail|XNAS|232|1.25|31|2480|42|||30E|7.1|6|5|M
GOOGL|Alphabet Inc. Class A|C|Internet Content & Information|XNAS|285|1.05|30|3440|33|.21|66|28E|10.4|5.5|5|M
META|Meta Platforms, Inc.|C|Internet Content & Information|XNAS|600|1.24|34|1510|14|.525|72|28E|23.5|8|5|M
TSLA|Tesla, Inc.|Y|Auto Manufacturers|XNAS|390|2.05|52|1300|85|||21E|1.8|8|5|M
AVGO|Broadcom Inc.|T|Semiconductors|XNAS|345|1.5|41|1630|24|.65|80|71E|4.2|7|5|M
BRK/B|Berkshire Hathaway Inc. Class B|F|Insurance - Diversified|XNYS|495|.62|17|1070|4.2|||32M|31.2|1.5|4|W
JPM|JPMorgan Chase & Co.|F|Banks - Diversified|XNYS|305|1.05|23|830|8.8|1.5|4|13M|20.1|3|5|W
BAC|Bank of America Corporation|F|Banks - Diversified|XNYS|52|1.15|25|385|36|.28|64|14M|3.7|3.3|4|W
WFC|Wells Fargo & Company|F|Banks - Diversified|XNYS|84|1.12|27|265|15|.45|36|13M|6.1|3.8|4|W
C|Citigroup Inc.|F|Banks - Diversified|XNYS|101|1.2|29|182|14|.6|33|14M|7.3|3.8|4|W
GS|The Goldman Sachs Group, Inc.|F|Capital Markets|XNYS|790|1.3|28|238|2.2|4|57|14M|49.1|3.6|4|W
MS|Morgan Stanley|F|Capital Markets|XNYS|164|1.22|27|260|6.1|1|30|15M|9.6|3.6|4|W
V|Visa Inc.|F|Credit Services|XNYS|338|.85|20|650|6.3|.67|41|27E|10.3|3|4|W
MA|Mastercard Incorporated|F|Credit Services|XNYS|545|.88|21|492|2.9|.76|8|29M|15.6|3.1|4|W
COIN|Coinbase Global, Inc.|F|Financial Data & Stock Exchanges|XNAS|275|2.3|66|72|9.5|||30E|11.2|8.5|4|W
HOOD|Robinhood Markets, Inc.|F|Capital Markets|XNAS|118|2.1|64|105|33|||29E|2.1|9|4|W
SOFI|SoFi Technologies, Inc.|F|Credit Services|XNAS|27|1.8|60|32|62|||27M|.5|9|4|W
UNH|UnitedHealth Group Incorporated|H|Healthcare Plans|XNYS|330|.6|32|299|8.5|2.21|74|20M|17.6|6|4|W
LLY|Eli Lilly and Company|H|Drug Manufacturers - General|XNYS|990|.6|33|935|3.4|1.5|45|36M|25.4|6|4|W
JNJ|Johnson & Johnson|H|Drug Manufacturers - General|XNYS|203|.42|18|489|7.6|1.3|56|14M|10.4|2.6|4|W
PFE|Pfizer Inc.|H|Drug Manufacturers - General|XNYS|25.2|.55|25|143|48|.43|38|33M|1.7|3.2|4|W
ABBV|AbbVie Inc.|H|Drug Manufacturers - General|XNYS|226|.5|24|399|5.2|1.64|15|31M|2.1|3.7|4|W
XOM|Exxon Mobil Corporation|E|Oil & Gas Integrated|XNYS|116|.7|23|490|15|.99|45|31M|6.9|2.4|4|W
CVX|Chevron Corporation|E|Oil & Gas Integrated|XNYS|155|.72|23|312|8.1|1.71|48|31M|7.1|2.5|4|W
OXY|Occidental Petroleum Corporation|E|Oil & Gas E&P|XNYS|42|.95|31|41|11|.24|69|35E|1.4|3.8|4|W
KO|The Coca-Cola Company|D|Beverages - Non-Alcoholic|XNYS|71|.4|16|305|16|.51|74|20M|3|2.4|4|W
PEP|PepsiCo, Inc.|D|Beverages - Non-Alcoholic|XNAS|147|.42|19|201|7.2|1.4225|66|9M|5.3|3|4|W
PG|The Procter & Gamble Company|D|Household & Personal Products|XNYS|149|.4|18|348|8.4|1.0568|23|23M|6.8|2.8|4|W
WMT|Walmart Inc.|D|Discount Stores|XNYS|104|.65|22|829|17|.235|71|48M|2.9|4.5|5|W
COST|Costco Wholesale Corporation|D|Discount Stores|XNAS|920|.9|22|408|2.3|1.3|31|70E|18.2|3.2|4|W
HD|The Home Depot, Inc.|Y|Home Improvement Retail|XNYS|378|1|23|376|3.8|2.3|63|48M|14.7|3.3|4|W
MCD|McDonald's Corporation|Y|Restaurants|XNYS|306|.5|18|218|3.3|1.86|60|34M|11.8|3|4|W
NKE|NIKE, Inc.|Y|Footwear & Accessories|XNYS|65|1.15|33|96|14|.41|62|80E|2|7.5|4|W
SBUX|Starbucks Corporation|Y|Restaurants|XNAS|85|.95|29|97|9.3|.62|45|28E|2.3|6|4|W
DIS|The Walt Disney Company|C|Entertainment|XNYS|112|1.15|27|201|9.9|||41M|6.8|6|4|W
NFLX|Netflix, Inc.|C|Entertainment|XNAS|110|1.2|34|466|38|||16E|2.4|7.5|5|W
T|AT&T Inc.|C|Telecom Services|XNYS|25.6|.4|21|182|37|.2775|9|22M|3.1|4|4|W
VZ|Verizon Communications Inc.|C|Telecom Services|XNYS|40.5|.38|20|171|21|.69|9|24M|4.7|3.6|4|W
INTC|Intel Corporation|T|Semiconductors|XNAS|37|1.25|54|176|88|||23E|-.1|8.5|4|W
AMD|Advanced Micro Devices, Inc.|T|Semiconductors|XNAS|215|1.85|51|350|44|||34E|2.6|8|5|W
MU|Micron Technology, Inc.|T|Semiconductors|XNAS|235|1.55|52|264|24|.115|9|79E|7.6|8|5|W
QCOM|QUALCOMM Incorporated|T|Semiconductors|XNAS|170|1.3|34|182|8.2|.89|64|34E|4.9|6.5|4|W
CRM|Salesforce, Inc.|T|Software - Application|XNYS|240|1.2|35|228|7.8|.416|72|57E|7.2|6.5|4|W
ORCL|Oracle Corporation|T|Software - Infrastructure|XNYS|215|1.4|48|612|20|.5|9|70E|4.4|8.5|4|W
ADBE|Adobe Inc.|T|Software - Application|XNAS|335|1.15|34|140|4.2|||71E|16.1|7|4|W
PLTR|Palantir Technologies Inc.|T|Software - Infrastructure|XNAS|175|2|59|417|60|||33E|.5|10|5|W
SMCI|Super Micro Computer, Inc.|T|Computer Hardware|XNAS|38|1.9|70|23|27|||35E|1.3|12|4|W
MSTR|Strategy Inc|T|Software - Application|XNAS|210|2.6|72|60|14|||30E|24.4|5|4|W
UBER|Uber Technologies, Inc.|T|Software - Application|XNYS|90|1.25|37|187|18|||34M|4.9|6.5|4|W
BABA|Alibaba Group Holding Limited|Y|Internet Retail|XNYS|160|.7|43|382|15|||55M|8.3|6.5|4|W
F|Ford Motor Company|Y|Auto Manufacturers|XNYS|13.1|1.2|32|52|64|.15|42|27E|1.2|6|4|W
GM|General Motors Company|Y|Auto Manufacturers|XNYS|70|1.25|33|66|10|.15|64|20M|5.3|6.5|4|W
GME|GameStop Corp.|Y|Specialty Retail|XNYS|22|1|50|9.9|8.5|||69E|.8|9|3|W
CCL|Carnival Corporation & plc|Y|Travel Services|XNYS|27|1.8|43|35|19|||80M|2|6|4|W
BA|The Boeing Company|I|Aerospace & Defense|XNYS|195|1.25|33|148|8.6|||27M|-13.7|4.5|4|W
CAT|Caterpillar Inc.|I|Farm & Heavy Construction Machinery|XNYS|565|1.2|31|264|3.6|1.51|19|28M|19.4|5|4|W
FDX|FedEx Corporation|I|Integrated Freight & Logistics|XNYS|272|1.2|30|64|1.8|1.45|70|79E|17.2|7|3|W
DAL|Delta Air Lines, Inc.|I|Airlines|XNYS|61|1.4|40|40|9.4|.1875|30|8M|7|5.5|4|W
NEE|NextEra Energy, Inc.|U|Utilities - Regulated Electric|XNYS|84|.55|25|175|10|.5665|57|27M|3.2|3.2|3|W
O|Realty Income Corporation|R|REIT - Retail|XNYS|57|.55|18|52|5.6|.807|30|34E|1.1|2.2|3|R
AI|C3.ai, Inc.|T|Software - Application|XNYS|17|1.8|70|2.3|6|||65E|-2.4|11|2|W`;
