/** Abbreviations and names of the states and territories of the United States, which Safe Harbor allows. */
export const stateCodes: ReadonlySet<string> = new Set(
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP'.split(
    ' ',
  ),
);

export const stateNames: ReadonlySet<string> = new Set(
  'alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|puerto rico|district of columbia'.split(
    '|',
  ),
);

/** Endings of names of streets, long and short, in English. */
export const streetEndings: ReadonlySet<string> = new Set(
  'street st avenue ave av boulevard blvd road rd lane ln drive dr court ct place pl way terrace ter terr parkway pkwy highway hwy circle cir square sq loop trail trl alley aly crossing xing plaza plz row run path pike expressway expy freeway fwy turnpike tpke ridge rdg point pt commons cove cv bend hollow heights hts view vista grove glen close crescent cres mews gardens gdns rise broadway bypass causeway route rte walk wharf quay esplanade'.split(
    ' ',
  ),
);

/** Endings that are words or surnames as often as streets, and want a number and a capital. */
export const weakStreetEndings: ReadonlySet<string> = new Set(
  'way run row path point pt view close rise walk bend ridge cove loop trail square place court ct plaza commons route crossing grove glen heights gardens broadway st dr ter av pike hollow vista'.split(
    ' ',
  ),
);

/** Large cities of the United States and of the world. Those that are also names or words are apart. */
const cityList = `new york|los angeles|chicago|philadelphia|san antonio|san diego|san jose|jacksonville|fort worth|columbus|indianapolis|san francisco|seattle|denver|oklahoma city|nashville|el paso|washington dc|las vegas|boston|detroit|louisville|portland|memphis|baltimore|milwaukee|albuquerque|tucson|fresno|sacramento|kansas city|mesa|atlanta|omaha|colorado springs|raleigh|virginia beach|long beach|miami|oakland|minneapolis|bakersfield|tulsa|tampa|arlington|wichita|new orleans|cleveland|honolulu|anaheim|henderson|stockton|riverside|lexington|corpus christi|irvine|cincinnati|santa ana|newark|saint paul|st paul|pittsburgh|greensboro|durham|st louis|saint louis|jersey city|plano|chandler|gilbert|fort wayne|toledo|chula vista|st petersburg|laredo|reno|buffalo|lubbock|scottsdale|glendale|winston-salem|north las vegas|norfolk|chesapeake|fremont|garland|irving|hialeah|richmond|boise|spokane|baton rouge|des moines|tacoma|san bernardino|modesto|fontana|santa clarita|birmingham|oxnard|fayetteville|moreno valley|rochester|huntington beach|salt lake city|grand rapids|amarillo|yonkers|aurora|montgomery|akron|little rock|huntsville|augusta|port st lucie|grand prairie|tallahassee|overland park|tempe|mckinney|mobile|cape coral|shreveport|frisco|knoxville|worcester|brownsville|vancouver|fort lauderdale|sioux falls|ontario|chattanooga|providence|newport news|rancho cucamonga|santa rosa|oceanside|salem|elk grove|garden grove|pembroke pines|peoria|eugene|corona|cary|springfield|fort collins|hayward|lancaster|salinas|palmdale|hollywood|sunnyvale|pomona|killeen|escondido|pasadena|naperville|bellevue|joliet|murfreesboro|midland|rockford|paterson|savannah|bridgeport|torrance|mcallen|syracuse|surprise|denton|roseville|thornton|miramar|mesquite|olathe|dayton|carrollton|waco|orange|fullerton|charleston|visalia|hampton|gainesville|warren|coral springs|cedar rapids|round rock|sterling heights|kent|columbia|santa clara|new haven|stamford|concord|elizabeth|athens|thousand oaks|lafayette|simi valley|topeka|norman|fargo|wilmington|abilene|odessa|pearland|victorville|hartford|vallejo|allentown|berkeley|richardson|arvada|ann arbor|cambridge|sugar land|lansing|evansville|college station|fairfield|clearwater|beaumont|provo|westminster|elgin|carlsbad|lowell|pueblo|springdale|manchester|macon|duluth|green bay|boulder|santa fe|asheville|burlington|bangor|scranton|erie|trenton|camden|albany|schenectady|poughkeepsie|ithaca|bloomington|muncie|south bend|gary|flint|kalamazoo|saginaw|dearborn|madison|racine|kenosha|oshkosh|davenport|dubuque|iowa city|lincoln|bismarck|billings|missoula|bozeman|cheyenne|casper|laramie|flagstaff|yuma|las cruces|roswell|anchorage|fairbanks|juneau|biloxi|jackson|gulfport|hattiesburg|tuscaloosa|pensacola|daytona beach|sarasota|naples|fort myers|orlando|charlotte|dallas|houston|austin|phoenix|
london|birmingham|manchester|liverpool|leeds|glasgow|edinburgh|bristol|cardiff|belfast|sheffield|dublin|cork|galway|limerick|paris|marseille|lyon|toulouse|nice|nantes|strasbourg|bordeaux|lille|berlin|hamburg|munich|munchen|koln|cologne|frankfurt|stuttgart|dusseldorf|dortmund|leipzig|dresden|madrid|barcelona|valencia|sevilla|seville|zaragoza|malaga|bilbao|rome|roma|milan|milano|naples|napoli|turin|torino|palermo|bologna|firenze|florence|lisbon|lisboa|porto|amsterdam|rotterdam|utrecht|the hague|brussels|antwerp|ghent|zurich|geneva|basel|vienna|wien|graz|salzburg|prague|brno|warsaw|krakow|gdansk|wroclaw|poznan|budapest|bucharest|sofia|athens|thessaloniki|istanbul|ankara|izmir|stockholm|gothenburg|malmo|oslo|bergen|copenhagen|aarhus|helsinki|moscow|kyiv|minsk|riga|vilnius|tallinn|toronto|montreal|calgary|ottawa|edmonton|winnipeg|halifax|quebec city|mexico city|guadalajara|monterrey|tijuana|bogota|medellin|cali|lima|santiago|buenos aires|sao paulo|rio de janeiro|brasilia|salvador|caracas|quito|tokyo|osaka|kyoto|nagoya|yokohama|seoul|busan|beijing|shanghai|shenzhen|guangzhou|chengdu|wuhan|hong kong|taipei|singapore|bangkok|hanoi|ho chi minh city|saigon|jakarta|manila|kuala lumpur|mumbai|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|kolkata|pune|ahmedabad|karachi|lahore|islamabad|dhaka|colombo|kathmandu|dubai|abu dhabi|riyadh|jeddah|doha|tehran|baghdad|tel aviv|jerusalem|haifa|cairo|alexandria|lagos|abuja|nairobi|accra|addis ababa|johannesburg|cape town|durban|pretoria|casablanca|sydney|melbourne|brisbane|perth|adelaide|canberra|auckland|wellington|christchurch`;

export const cities: ReadonlySet<string> = new Set(cityList.replaceAll('\n', '').split('|'));

/** Cities whose name is more often something else in a text. */
export const ambiguousCities: ReadonlySet<string> = new Set(
  'mobile surprise orange reading nice cork mesa aurora corona norman gary gilbert kent warren chandler henderson irving madison jackson lincoln charlotte austin dallas houston elizabeth salem savannah sofia florence alexandria victoria sydney perth lima cali santiago salvador porto columbia concord augusta paris london orlando diego warren montgomery lancaster hampton naples erie columbus cary buffalo phoenix athens hollywood ontario richmond stockton providence fairfield'.split(
    ' ',
  ),
);
