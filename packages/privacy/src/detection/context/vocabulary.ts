import type { DetectorId } from '../detector-id.js';

/** What a label says of the value beside it: a kind, or that it is something else altogether. */
export type Concept = DetectorId | 'other';

/** Labels in texts and in names of columns, in words of lower case. The longest that fits wins. */
export const vocabulary: Readonly<Partial<Record<Concept, string>>> = {
  us_ssn:
    'ssn|ssns|social security|social security number|soc sec|social sec|social|socsec|ss no|ss number|ss|ssno',
  us_itin:
    'itin|individual taxpayer|taxpayer id|taxpayer identification|tax id|tin|tax identification',
  mrn:
    'mrn|mrns|medical record|medical record number|medical record no|med rec|medrec|medical rec|mr no|mr number|chart|chart no|chart number|' +
    'patient id|patient identifier|patient number|patient no|pat id|pt id|ptid|patid|hospital number|hospital no|' +
    'health record|health record number|clinic number|clinic no|case record|file no|patient file|folder number|krankenakte|dossier|nhc|historia clinica|numero de dossier|medical no|hosp id|facility mrn|mrno|umrn|emrn|crn|mpi|empi|epi|enterprise patient id|patient chart|chart id|patientennummer|patientennr|fallnummer|uhid|ur no|mr id|mrd no|hrn|med record|medical record id|record no|emr id|emr|ehr|emr number|ehr id|medical id|unit number|patient record|patient account|urn|hospital id',
  us_mbi:
    'mbi|medicare beneficiary|medicare beneficiary identifier|medicare id|medicare number|medicare no|medicare',
  health_plan_id:
    'member id|member number|member no|memberid|member|mbr id|mbr no|mbr|subscriber id|subscriber number|subscriber no|subscriber|' +
    'policy number|policy no|policy id|policy|policyholder|beneficiary id|beneficiary number|beneficiary|insurance id|insurance number|' +
    'insurance no|insurance member|insurance policy|insurance|health plan|health plan id|plan id|plan number|plan member|medicaid id|medicaid number|medicaid|hicn|' +
    'enrollee id|enrollee|cardholder id|rxid|rx id|coverage id|coverage number|insured id|insured no|insured number|plan member id|health id|health insurance number|health plan number|sub id|subs id|enrolee|enrolee id|covered person id|family id|ins member id|insurance card no|plan member no|medicaid recipient|recipient id|hic|payer member|versichertennummer|versicherungsnummer|krankenkasse|kvnr|poliza|numero de poliza|insurance card|dependent id|certificate holder|grp no|group number|group no|group id|health insurance|health card|ohip|anthem|aetna|cigna|humana|blue cross|blue shield|bcbs|unitedhealthcare|kaiser',
  bank_account:
    'account number|account no|account num|account|acct|acct no|acct number|acct num|accounts|checking|savings|bank account|bank acct|' +
    'checking account|savings account|bank account number|dda|a c no|a c|ac no|deposit account|brokerage account|konto|kontonummer|clabe',
  us_routing:
    'routing|routing number|routing no|aba|rtn|aba routing|routing transit|transit number|aba number',
  iban: 'iban',
  payment_card:
    'card|cards|card number|card no|credit card|debit card|credit|debit|visa|mastercard|amex|american express|discover|diners|jcb|maestro|unionpay|cc|ccn|cc number|cc num|cc no|payment card|pan number',
  us_npi:
    'npi|npis|national provider|national provider identifier|provider npi|provider identifier',
  us_dea: 'dea|dea number|dea no|dea registration',
  us_driver_license:
    'license driver|driver permit|fuhrerschein|permis de conduire|permiso de conducir|driver no|driver id|driver license|drivers license|driver s license|driver licence|drivers licence|driver s licence|driving license|driving licence|' +
    'dl|dln|dl no|dl number|driver lic|drivers lic|driver s lic|driver license number|drivers licence|license no dl|operator license|state id',
  license_number:
    'license|licence|license number|licence number|license no|licence no|lic|lic no|lic number|certificate|certificate number|certificate no|cert|cert no|certification|' +
    'permit|permit number|medical license|nursing license|bar number|credential|registration number|professional license|state license|pilot license|licensure',
  vin: 'vin|vins|vehicle identification|vehicle identification number|chassis|chassis number|vehicle id|vin number',
  license_plate:
    'plate|plates|license plate|licence plate|number plate|plate number|plate no|license plates|license tag|vehicle registration|tag number|registration plate|reg plate|lic plate|vehicle plate',
  udi: 'udi|unique device|unique device identifier|udi di|gtin|device identifier|implant udi',
  device_serial:
    'serial|serial number|serial no|serial num|s n|sn|device serial|device id|deviceid|serials|device number|implant serial|serialnumber|pacemaker|meter serial|equipment serial|hardware id|android id|idfa|advertising id|gaid',
  imei: 'imei|imeis|imei number|meid',
  mac_address: 'mac|mac address|mac addr|bssid|ethernet address|hardware address',
  passport:
    'passport|passports|passport number|passport no|passport num|ppt no|passeport|pasaporte|travel document',
  au_tfn: 'tfn|tax file|tax file number',
  au_medicare: 'medicare card|australian medicare|medicare card number',
  br_cpf: 'cpf|cadastro de pessoas',
  ca_sin:
    'canadian sin|sin no|numero d assurance sociale|assurance sociale|social ins|soc ins|sin|social insurance|social insurance number|nas',
  de_tax_id:
    'steuer id|steuerid|steueridentifikationsnummer|idnr|steuer identifikationsnummer|steuernummer|steuer',
  es_dni:
    'dni nie|documento de identidad|documento identidad|nro documento|doc identidad|dni|nie|nif|documento nacional',
  fr_nir:
    'numero secu|no secu|numero de secu|securite soc|insee no|nir|securite sociale|numero de securite sociale|insee|secu',
  gb_nhs: 'nhs|nhs number|nhs no',
  gb_nino: 'nino|national insurance|national insurance number|ni number|ni no|nin',
  in_aadhaar: 'aadhaar|aadhar|adhaar|uidai|aadhaar number',
  in_pan: 'permanent account|permanent account number|pan card|pan|pan no',
  it_fiscal_code: 'codice fiscale|fiscal code|cod fiscale|cf',
  mx_curp: 'curp|clave unica',
  nl_bsn: 'bsn|burgerservicenummer|sofinummer|sofi',
  pl_pesel: 'pesel',
  se_personnummer:
    'personnummer|personnr|person no|personal no|swedish id|personal identity number|pnr|samordningsnummer',
  za_id: 'rsa id|sa id|south african id|identity number|za id',
  icd10:
    'icd|icd 10|icd10|icd 10 cm|icd code|icd 10 code|diagnosis code|diagnosis|diagnoses|dx|dx code|diag|diag code|principal diagnosis|primary dx|icds|icd 10 codes|icd cm',
  ndc: 'ndc 11|ndc 10|ndc 9|drug id|drug no|medication code|med code|drug product code|package code|ndc|ndc code|ndc number|national drug|national drug code|drug code|ndcs',
  unique_code:
    'subject id|subject number|subject code|subject no|participant id|participant number|participant code|patient key|patient code|specimen|specimen id|study subject|enrollment number|accession|accession number|accession no|encounter id|encounter number|visit id|visit number|' +
    'claim number|claim no|claim id|employee id|employee number|employee no|emp id|student id|student number|badge|badge number|badge id|' +
    'prescription number|prescription no|rx number|rx no|study id|voter id|military id|dod id|national id|national identity|national identifier|identity card|id card|username|user name|login name|login id|user handle|screen name|patient code|staff id|edipi|alien number|uscis number|loyalty number',
  biometric:
    'fingerprint|fingerprints|finger print|thumbprint|voiceprint|voice print|retina|retina scan|retinal scan|iris|iris scan|iris code|biometric|biometrics|faceprint|face print|face template|face embedding|face encoding|palm print|palmprint|palm vein|fingerprint hash|fingerprint template|minutiae|dna profile|dna|voice sample|hand geometry',
  photo:
    'photo|photos|photograph|headshot|selfie|avatar|portrait|profile picture|profile pic|profile image|profile photo|face image|face photo|mugshot|patient photo|picture|photo url|image of face|full face',
  birth_date:
    'dob|d o b|d of b|dt of birth|bth date|birth d|nee le|ne le|geb|geb datum|geboren|geboren am|nato il|nata il|nacido el|fecha nac|fec nac|fecha nacimiento|date naissance|data nascimento|data di nascita|geboortedatum|birthdt|year of birth|birth year|yob|date of birth|birth date|birthdate|birthday|born|bday|birth|born on|date birth|fecha de nacimiento|nacimiento|geburtsdatum|date de naissance|naissance|birth dt|dateofbirth|b day|bd|b date',
  date:
    'adm|adm on|admit to|date of adm|d c|dc d|d c d|discharged on|date of disch|came in|came back|brought in|seen on|seen at|last visited|returned on|rescheduled|rescheduled to|booked for|operated|operated on|injured|fell|fall on|symptoms began|symptoms since|started|onset of|lmp|edd|last menstrual period|due for|scheduled for|screened|tested|swabbed|x ray|imaging|scan|scanned|sampled|drawn|labs drawn|blood drawn|received care|deceased on|expired on|time of death|passed|funeral|baptized|naturalized|graduated|adopted|divorced|widowed|stay|inpatient|outpatient|er visit|ed visit|emergency visit|hospital stay|doa|dod|tod|refill|refilled|last refill|last dose|dose given|shot|booster|flu shot|jab|transfusion|dialysis|delivery date|delivered on|aufnahme|entlassung|aufnahmedatum|entlassungsdatum|hospitalise|hospitalise le|sortie|ingreso|alta|fecha de ingreso|fecha de alta|fecha ingreso|fecha alta|date entree|date sortie|date d entree|date de sortie|sterbedatum|todesdatum|date de deces|date deces|fecha de defuncion|fecha defuncion|datum|admitted|admission|admission date|admit|admit date|admit dt|readmitted|discharged|discharge|discharge date|date of admission|date of discharge|date of service|dos|service date|' +
    'date of death|died|deceased|death|death date|dod|passed away|surgery|surgery date|procedure date|operation|visit|visit date|visited|seen|last seen|appointment|appointment date|date admitted|date discharged|date of onset|date seen|date of appointment|date collected|hospital admission|scan date|result date|dx date|appt|appt date|' +
    'examined|exam date|exam|date of injury|injury date|doi|onset|diagnosed|diagnosis date|follow up|followup|f u|presented|collected|collection date|specimen collected|vaccinated|vaccination|' +
    'vaccine date|immunized|immunization|immunization date|prescribed|dispensed|fill date|encounter date|hospitalized|hospitalised|transferred|consultation|consult|date of visit|underwent|date of exam|date of surgery|' +
    'married|marriage date|wedding|anniversary|hire date|hired|date of hire|treatment date|treated|date of procedure|encounter start|procedure|biopsy|delivered|onset date|lab date|test date|therapy|chemotherapy|checkup|evaluated|clinic|intake|date of loss|started on|last visit|next visit|enrolled|enrollment date|retired|arrested',
  age_over_89:
    'age|aged|ages|patient age|age years|age in years|age at|age at admission|age at death|age at visit|age at diagnosis|age at encounter|age at onset|age at discharge|age now|current age',
  phone:
    'phone|phones|telephone|tel|telefon|telefono|mobile|cell|cellphone|cell phone|call|calls|called|calling|contact|contact number|sms|text me|text|whatsapp|dial|phone number|phone no|ph|mobile number|msisdn|reach|callback|call back|home phone|work phone|ring|hotline|handphone|voicemail|landline|pager|contact no|ph no|tele|tlf|handy|movil|celular|emergency contact phone',
  fax: 'fax|faxes|facsimile|fax number|fax no|telefax|faxed|e fax|efax|fx',
  email: 'email|e mail|email address|mail|emails|e mail address',
  postal_code:
    'zip|zip code|zipcode|zips|postal|postal code|postcode|post code|plz|zip 5|zip 4|zip plus 4|code postal|codigo postal|postalcode',
  city: 'city|town|municipality|hometown|home town|city name|birthplace|place of birth|village|ville|ciudad|stadt|city of residence|birth place|born in|locality|suburb',
  county: 'county|parish|borough|county name|district|precinct|county of residence',
  street_address:
    'address|addr|street|residence|home address|mailing address|street address|lives at|resides at|living at|shipping address|billing address|address line|addr line|address 1|address 2|addr 1|addr 2|line 1|street 1|street name|residential address|ship to|moved to|domicile|strasse|adresse|direccion|delivery address|work address|postal address',
  geo_coordinates:
    'gps position|gps coord|gps coords|coord|lat lon|geo coordinates|geo coords|geo lat|geo lon|geo location|lnglat|long lat|lon lat|latlon|geocode|lat|latitude|lon|lng|longitude|gps|coordinates|coords|geolocation|latlng|latlong|lat long|lat lng|lat lon|geo|gps coordinates|location gps|home location|last location|geo point|geopoint',
  url: 'url|website|web site|homepage|web page|link|uri|webpage|href',
  ip_address:
    'ip|ip address|ip addr|ipv 4|ipv 6|ipv4|ipv6|client ip|remote addr|source ip|src ip|ips|host ip|remote ip|remote address|ipaddress|ipaddr',
  other:
    'case number|case no|case id|case|p n|m n|support case|incident|incident number|work item|order|orders|order number|order id|order no|invoice|invoices|invoice number|invoice no|ticket|tickets|ticket number|sku|skus|part|part number|part no|pn|tracking|tracking number|ref|reference|reference number|isbn|issn|model|model number|item|item number|lot|lot number|batch|' +
    'po|po number|purchase order|rma|version|versions|ver|v|build|release|product|product id|product code|asin|upc|ean|confirmation|confirmation number|transaction|transaction id|txn|job|request|request id|issue|bug|error|error code|port|room|' +
    'flight|size|qty|quantity|price|cost|total|subtotal|amount|usd|eur|balance|salary|epoch|timestamp|timestamps|unix|hash|commit|sha|md 5|md5|sha 256|checksum|uuid|guid|session|session id|trace|trace id|span|' +
    'count|score|weight|height|temperature|catalog|warehouse|bin|shipment|parcel|form|section|chapter|page|step|line|row|index|stock|firmware|driver|software|package|kernel|schema|paragraph|clause|article|' +
    'duration|latency|bytes|pid|process|thread|offset|partition|sequence|seq|revision|rev|patch|coupon|voucher|gift card|promo|barcode|serial bus|id order|created|updated|modified|generated|expires|exp|expiry|copyright|since|' +
    'estimate|quote|quote number|listing|model no|hts|naics|sic|cage code|case of|channel|frequency|resolution|ratio|grant|contract|contract number|solicitation|spec|standard|iso|rfc|ansi|ieee|docket|bill|figure|table|eq',
};

/** Labels that only the name of a column gives: in a text these words say too little. */
export const columnVocabulary: Readonly<Partial<Record<Concept, string>>> = {
  person_name:
    'first name|last name|full name|given name|family name|middle name|surname|fname|lname|mname|firstname|lastname|fullname|forename|maiden name|patient name|customer name|client name|contact name|employee name|' +
    'provider name|physician|physician name|doctor|doctor name|nurse|nurse name|attending|attending physician|referring physician|prescriber|prescriber name|surgeon|guarantor|guarantor name|next of kin|nok|emergency contact|emergency contact name|cardholder|cardholder name|card holder|' +
    'account holder|holder name|beneficiary name|member name|subscriber name|insured name|applicant|applicant name|spouse|spouse name|guardian|guardian name|parent name|mother name|father name|mothers maiden name|student name|teacher|author|author name|recipient|recipient name|sender name|' +
    'signed by|signatory|assignee|agent name|rep name|sales rep|manager name|manager|owner name|buyer|buyer name|passenger|passenger name|guest name|guest|witness|resident name|person|person name|people|nombre|apellido|vorname|nachname|prenom|nom|patient first|patient last|name first|name last|pt name|pat name|first|last|maiden|alias|legal name|preferred name|user full name|display name|nickname|name full|officer|reporter|caller|caller name|patient|employee',
  mrn: 'mr|pid|pat no|patient mrn|record number|medical number',
  birth_date: 'yob date|patient dob|dob dt|birth day',
  date: 'date of event|adm date|disch date|dc date|svc date|from date of service|last visit date|discharge dt|onset dt|encounter|visit dt|death dt|deceased date|start of care|marriage|termination date|appointment time|hosp adm|admit time|admission time|discharge time',
  email: 'e mail addr|mail address',
  phone:
    'mobile no|cell no|phn|telno|telephone number|phone 1|phone 2|phone home|phone work|phone mobile|contact phone|home tel|work tel|cell number|home|work phone number',
  payment_card: 'ccnum|cardnumber|creditcard|cardno|pan|card num|primary account number',
  bank_account: 'acctno|accountnumber|account id|acct id|accountno|acctnum|acc no|acc number|acc',
  postal_code: 'zip 3|zip5|post',
  county: 'cnty|fips county',
  street_address:
    'address line 1|address line 2|addr line 1|str|street line|house number|street no|add 1|adr|streetaddress|mailing addr|home addr',
  geo_coordinates: 'long|location lat|location lon|x coord|y coord|geom|lati|longi',
  health_plan_id:
    'policyno|memberno|subscriberid|payer member id|ins id|ins policy|insurance card|member nbr|mbrid|healthplan',
  license_number: 'licno|licenseno|licnum|medical lic|cert id|license id',
  us_driver_license: 'dlnumber|driverslicense|driverlicense|dlno|dl num',
  license_plate: 'tag|vehicle reg|reg no|plateno|car plate',
  unique_code:
    'uid number|claimno|encounter no|user id external|person id|personid|resident id|badge no|guid person|handle|screenname',
  age_over_89: 'yrs old|pt age|age yrs|patient age years',
  other:
    'name product|product name|file name|filename|company name|company|organization name|organization|organisation|org name|org|business name|host name|hostname|server name|event name|drug name|medication|medication name|brand|brand name|store name|store|plan name|table name|' +
    'facility name|facility|hospital name|school name|school|department|department name|dept|team|team name|campaign|campaign name|category|category name|job name|job title|title|service name|project name|project|item name|model name|vendor name|vendor|supplier|supplier name|merchant|merchant name|' +
    'bank name|branch name|class name|function name|column name|field name|tag name|label|description|status|type|kind|state|state name|country|country code|country name|currency|color|colour|language|locale|segment|tier|role|source|medium|platform|browser|user agent|device type|os|' +
    'created at|updated at|created on|modified at|created date|order date|ship date|due date|invoice date|event time|event date|start time|end time|timestamp|ts|time|expiration date|expiry date|exp date|valid from|valid to|load date|ingested at|processed at|published at|release date|launch date|effective date|posted date|transaction date|' +
    'id|row id|record id|event id|batch id|job id|message id|msg id|run id|build number|part nbr|product number|item no|stock number|bar code|tracking no|correlation id|device model|percentage|percent|rate|value|unit price|metric|key|etag|digest|signature|token|nonce|hs code|airport|region|zone|cost center|gl account|gl code|account type|account status|account name|sales order|work order|model year|year|month|quarter|day|week|hour|date key|page url|app version|api version|sort code|shipping method|carrier|part num|lot no|serial order',
};

/** Words at the end of a column's name that make it say something about the value, not the value. */
export const attributes: ReadonlySet<string> = new Set(
  'type status flag count length len verified valid format hash hashed masked encrypted source country present missing confirmed opt optin consent preference pref label category kind available enabled required ind indicator yn pct percent rate score at updated created validated domain bounce bounced state prefix suffix last4'.split(
    ' ',
  ),
);
