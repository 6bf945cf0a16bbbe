import type { MeaningId } from './meaning.js';

/** How clearly a phrase in a name says what a column holds. */
export type PhraseStrength = 'clear' | 'vague';

/** What a phrase says. */
export interface PhraseMeaning {
  readonly meaning: MeaningId;
  readonly strength: PhraseStrength;
}

/**
 * Phrases by meaning, words of several languages among them. A longer phrase in a name overrules a
 * shorter one inside it: `company name` is not `name`. After the bar come those that say it vaguely.
 */
const phrases: Readonly<Partial<Record<MeaningId, string>>> = {
  person_name:
    'first name,last name,full name,middle name,given name,family name,maiden name,maiden,surname,forename,fname,lname,mname,firstname,lastname,patient name,customer name,client name,contact name,employee name,member name,subscriber name,guarantor name,guarantor,physician name,doctor name,provider name,nurse name,user full name,person name,cardholder name,account holder,account holder name,name on card,beneficiary name,spouse,spouse name,mother maiden name,mothers maiden name,emergency contact,next of kin,nickname,preferred name,legal name,applicant name,student name,author name,recipient name,sender name,owner name,manager name,caregiver,name first,name last,name middle,vorname,nachname,familienname,nombre,apellido,apellidos,nombre completo,prenom,nom de famille,nome completo,cognome,sobrenome,voornaam,achternaam,imie,nazwisko,patient last,patient first,attending physician,ordering provider,signatory,signed by|name,first,last,middle,contact,recipient,attending,physician,doctor,nom,nome,display name,initials,customer,author,owner,patient,employee,member,spouse of',
  street_address:
    'address,street,street address,address line,addr,home address,mailing address,shipping address,billing address,residence,residential address,strasse,anschrift,direccion,domicilio,adresse,indirizzo,endereco,adres,street name,house number,apartment,po box,ship to address,bill to address,postal address,work address|ship to,bill to,unit number,apt',
  city: 'city,town,municipality,village,ciudad,ville,stadt,wohnort,cidade,citta,plaats,miasto,birth city,home city,city name,suburb,locality|ort,place,location',
  county:
    'county,parish,district,borough,precinct,census tract,county name,landkreis,comune,neighborhood,fips,ward|region code',
  postal_code:
    'zip,zip code,zipcode,postal code,postcode,post code,plz,codigo postal,code postal,cap postale,cep,pincode,zip plus four,zip5,zip9,zip3,postal|pin',
  geo_coordinates:
    'latitude,longitude,lat,lon,lng,lat lon,lat long,lat lng,latlng,geo location,geolocation,gps,gps location,gps coordinates,coordinates,geo point,geopoint,geohash,home lat,home lon|geo,geom,point',
  birth_place: 'birthplace,birth place,place of birth,birth country,lugar de nacimiento',
  birth_date:
    'dob,birth date,birthdate,date of birth,birthday,bday,born,born on,birth dt,birth day,year of birth,birth year,geburtsdatum,geburtstag,fecha nacimiento,fecha de nacimiento,date naissance,date de naissance,data nascimento,data di nascita,geboortedatum,data urodzenia|birth',
  date: 'admission date,admit date,admit dt,admit time,admitted,admitted at,admission time,date admitted,discharge date,discharge dt,discharge time,discharged at,date discharged,visit date,encounter date,service date,date of service,dos,death date,deathdate,date of death,dod,deceased date,procedure date,surgery date,diagnosis date,appointment date,onset date,collection date,specimen date,prescription date,fill date,hire date,termination date,marriage date,immunization date,treatment date,test date,enrollment date,death dt|died,onset,hired',
  age: 'age,age years,patient age,age at admission,age at death,age group,edad,alter,leeftijd,age yrs',
  phone:
    'phone,phone number,telephone,telephone number,tel,mobile,mobile number,mobile phone,cell,cell phone,cellphone,home phone,work phone,daytime phone,contact number,phone no,phone home,phone work,msisdn,telefon,telefono,telefone,handy,rufnummer,numero telephone,whatsapp,landline,ph no,ph number|ph,contact no,caller,callback,caller id,sms,phone1',
  fax: 'fax,fax number,fax no,telefax,facsimile',
  email:
    'email,e mail,email address,mail address,email addr,correo,correo electronico,courriel,emails,work email,personal email|mail,contact email or phone,user principal name,upn',
  us_ssn:
    'ssn,social security,social security number,social security no,ss number,socsec,soc sec,ssnum,ss num,ssn last4,us ssn,social sec no',
  mrn: 'mrn,medical record,medical record number,medical record no,med rec,med rec no,med rec num,chart number,chart no,chart id,patient mrn,hospital number,health record number,medrec,mr number,mr no,emr id,ehr id,medical rec num|chart,record number,patient number,patient no,enterprise id',
  us_mbi:
    'mbi,medicare,medicare id,medicare number,medicare no,medicare beneficiary,medicare beneficiary id,medicare beneficiary identifier,hicn,hic number,medicare num',
  health_plan_id:
    'member id,member number,member no,subscriber id,subscriber number,subscriber no,insurance id,insurance number,insurance policy number,insurance policy,policy number,policy no,health plan id,health plan number,plan member id,plan member no,beneficiary id,beneficiary number,medicaid id,medicaid number,medicaid,group number,policy id,insured id,mbr id,mbr no,payer member id,health insurance number,cardholder id,plan id number,krankenversichertennummer|plan number,beneficiary,coverage id',
  bank_account:
    'account number,account no,acct no,acct number,acct num,bank account,bank account number,bank acct,bank acct num,accountnumber,checking account,savings account,deposit account,kontonummer,numero de cuenta,account num,financial account|account,acct,konto',
  us_routing:
    'routing number,routing no,routing,aba,aba number,aba routing,aba routing number,rtn,routing transit number,bank routing',
  iban: 'iban,iban no,iban number,bank iban',
  payment_card:
    'card number,credit card,credit card number,card no,cc number,cc num,ccnum,cardnumber,payment card,debit card,card num,creditcard,cc no,primary account number,card pan,visa number,kreditkarte,tarjeta|card,pan,cc',
  us_npi:
    'npi,provider npi,npi number,national provider identifier,rendering npi,billing npi,attending npi,npi no',
  us_dea: 'dea,dea number,dea no,prescriber dea,dea registration,dea num,dea id',
  us_driver_license:
    'drivers license,driver license,driver licence,driving licence,driving license,drivers licence,driver license number,drivers license number,dl number,dl no,dl num,drivers,license dl,fuhrerschein,permis de conduire',
  license_number:
    'license number,licence number,license no,licence no,license num,medical license,nursing license,professional license,state license,certificate number,certificate no,certification number,lic no,lic num,certificate id,board certification,license id|license,licence,certificate',
  vin: 'vin,vehicle identification number,vin number,vehicle vin,vehicle id number,chassis number,vin no|vehicle id',
  license_plate:
    'license plate,licence plate,plate,plate number,plate no,number plate,registration plate,vehicle registration,vehicle reg,vrn,vrm,tag number,kennzeichen,matricula,immatriculation|plates,registration number',
  udi: 'udi,device udi,unique device identifier,udi di,udi pi,udi carrier,implant udi',
  device_serial:
    'serial number,serial no,serial num,device serial,serial,device serial number,implant serial,pacemaker serial,equipment serial,device identifier|device id,device,asset tag,hardware id',
  imei: 'imei,imei number,imei no,meid,imsi,iccid',
  mac_address:
    'mac,mac address,mac addr,device mac,wifi mac,bluetooth address,hardware address,ethernet address',
  url: 'url,website,web site,web address,homepage,home page,profile url,link,uri,web page,linkedin,facebook,twitter,linkedin url,blog|href,web,referrer,referer',
  ip_address:
    'ip,ip address,ip addr,ipaddr,client ip,remote addr,remote ip,source ip,src ip,dst ip,user ip,login ip,ipv4,ipv6,remote address,x forwarded for,host ip|host',
  biometric:
    'fingerprint template,fingerprint,finger print,voiceprint,voice print,retina,retina scan,iris,iris scan,face embedding,face encoding,face template,biometric,biometric hash,biometric id,biometrics,palm print,dna,genome,genotype,hand geometry,face id|template',
  photo:
    'photo,photograph,profile photo,profile picture,profile image,picture,headshot,portrait,selfie,face image,patient photo,photo url,avatar,mugshot,id photo,foto|image,img',
  passport: 'passport,passport number,passport no,passport num,passport id,pasaporte,reisepass',
  us_itin: 'itin,taxpayer id,tax id,tin,taxpayer identification number,individual taxpayer id',
  au_medicare: 'au medicare,medicare card number,medicare card',
  au_tfn: 'tfn,tax file number',
  br_cpf: 'cpf,numero cpf',
  ca_sin: 'sin,social insurance number,social insurance no,sin number,sin no',
  de_tax_id: 'steuer id,idnr,steueridentifikationsnummer,steuernummer,steuer idnr,steuerid',
  es_dni: 'dni,nif,nie,dni nie,documento identidad,documento nacional de identidad',
  fr_nir: 'nir,numero secu,numero securite sociale,insee,securite sociale,num secu',
  gb_nhs: 'nhs,nhs number,nhs no,nhs num',
  gb_nino:
    'nino,national insurance number,ni number,national insurance,ni no,national insurance no',
  in_aadhaar: 'aadhaar,aadhar,aadhaar number,aadhar no,aadhaar no,uidai',
  in_pan: 'pan number,pan card,in pan,pan no,pan card number,permanent account number',
  it_fiscal_code: 'codice fiscale,fiscal code,cod fiscale',
  mx_curp: 'curp,clave curp',
  nl_bsn: 'bsn,burgerservicenummer,sofinummer',
  pl_pesel: 'pesel,nr pesel,numer pesel',
  se_personnummer: 'personnummer,person nr,personnr,personal identity number',
  za_id: 'sa id number,za id,rsa id,sa id,south african id,id number sa',
  icd10:
    'icd,icd10,icd 10,icd code,icd10 code,icd 10 cm,icd cm,diagnosis code,diag code,dx code,dx,dx cd,principal diagnosis code,diagnosis cd,primary dx|diag',
  ndc: 'ndc,ndc code,ndc11,drug ndc,national drug code,ndc number',
  procedure: 'procedure code,cpt,cpt code,hcpcs,hcpcs code,proc code,procedure|snomed code',
  diagnosis:
    'diagnosis,diagnoses,condition,conditions,problem list,chief complaint,allergy,allergies,reason for visit,medical history,disease,symptoms,hiv status,admission reason,reason description,primary diagnosis,lab result,test result,diagnosis description|complaint,reason code',
  medication:
    'medication,medications,drug name,drug,prescription,rx,medicine,medication name,rxnorm|dosage,sig',
  unique_code:
    'subject id,study subject no,study id,participant code,participant id,trial subject id,subject no,patient key,subject number,participant number,case id,specimen id,sample id,accession number,encounter number,visit number,claim number,registration id,national id,national identity number,identity number,id card,id card number,government id,citizen id,personal number,voter id,student id,badge number,badge id,employee number,employee no|subject,participant,accession,badge',
  person_id:
    'patient id,person id,customer id,user id,client id,employee id,contact id,patient uuid,customer key,person key,user uuid,customer number,customer no,patient uid,member uuid,member key,patientid,userid,account id,device owner id,consumer id,visitor id,uid,cookie id,advertising id,idfa,gaid,patient guid,loyalty id,worker id,personid|patient,user,visitor,customer,member,employee,person,subscriber,student,client',
  username:
    'username,user name,login,login name,user login,screen name,twitter handle,handle,account name,skype,telegram,usuario|created by,updated by,modified by,entered by,owner,assignee,approved by',
  demographic:
    'gender,sex,race,ethnicity,ethnic group,religion,marital,marital status,sexual orientation,nationality,citizenship,political party,disability,language,preferred language,veteran status,genero,geschlecht,familienstand,salutation,prefix,suffix,name suffix,name prefix,honorific',
  occupation: 'occupation,job title,profession,job|title',
  organization:
    'company,company name,organization,organization name,organisation,employer,employer name,vendor,vendor name,supplier,supplier name,payer,payer name,hospital,hospital name,facility,facility name,bank name,business name,merchant,merchant name,brand,brand name,manufacturer,clinic name,clinic,store name,pharmacy,publisher,school name,account company,carrier,insurer,insurance company,insurance name,plan name,department name,team name,agency name,partner name',
  object_name:
    'product name,item name,file name,filename,table name,column name,host name,hostname,server name,event name,campaign name,project name,category name,service name,device name,model name,app name,metric name,field name,screen name id,city code,test name,drug class name,state name,country name,color name,page title,page name,queue name,topic name,process name,job name,task name,dataset name,schema name,role name,group name,feature name,variable name,parameter name,language name,tag name,unit name,currency name,course name,playlist name,song name,movie title,book title,product title,procedure name,bucket name,cluster name,node name,pipeline name,stage name,branch name,package name,version name,release name,function name,method name,class name,index name,product',
  state:
    'state,province,state code,state abbr,region,bundesland,estado,ship state,territory,provincia',
  country: 'country,country code,country name,land code,pais,pays,iso country',
  currency: 'currency,currency code,iso currency,ccy',
  salary:
    'salary,wage,income,pay rate,compensation,annual income,hourly rate,net worth,credit score,gehalt,salario,bonus,payroll,balance,credit limit,household income,healthcare expenses,salary usd,loan amount|expenses,earnings',
  secret:
    'password,passwd,pwd,password hash,secret,api key,apikey,access token,auth token,refresh token,private key,secret key,client secret,security answer,security question,pin code,cvv,cvc,cvv2,card cvv,session token,bearer token,otp,salt,passphrase|token,session id',
  free_text:
    'note,notes,comment,comments,description,message,body,free text,remarks,narrative,feedback,review,review text,clinical note,progress note,discharge summary,transcript,chat,memo,history of present illness,assessment,observation text,email body,subject line,case notes,instructions,bio,biography,reply,delivery note,delivery instructions,special instructions,details,ticket body,question,answer text|text,content,summary,reason,subject,answer',
  row_id:
    'id,uuid,guid,order id,order number,order no,order uuid,invoice id,invoice number,invoice no,transaction id,txn id,event id,message id,trace id,span id,correlation id,request id,batch id,row id,row num,record id,product id,item id,sku,part number,part no,ticket,ticket id,ticket number,case number,issue key,incident,tracking number,carrier tracking,tracking no,tracking,ean,gtin,upc,barcode,isbn,po number,purchase order,lot,lot number,lot code,reference,job id,task id,store id,shop id,vendor id,supplier id,department id,organization id,provider id,facility id,location id,payment id,shipment id,category id,campaign id,session number,serial order,sales order,order ref,line id,line number,etag,checksum,sha256,sha1,md5,content hash,git commit,commit,commit sha,hash,digest,build number,flight number,model,model number,item code,asin,mpn,loinc code,loinc,snomed code,code system,naics,sic code,warehouse code,order code,product code,promo code,coupon,coupon code,error code,status code,http status,plan code,zone code,currency id,version id,parent id,external id,source id,encounter id,claim id,appointment id,prescription id,visit id,offset,sequence,sequence number,seq,partition',
  timestamp:
    'created at,updated at,loaded at,inserted at,ingested at,processed at,received at,sent at,published at,deleted at,modified at,created,updated,last modified,timestamp,ts,event ts,event time,event timestamp,event time ms,event date,order date,invoice date,ship date,shipped at,placed at,ordered at,paid at,payment date,due date,report date,load date,batch date,etl date,as of date,effective date,start date,end date,start time,end time,expiry date,expiration date,expires at,valid from,valid to,delivery date,delivered at,transaction date,transaction time,fiscal period end,epoch,time,log time,release date,closing date,last seen,last login,signup date,registered at,opened at,closed at,posted at,snapshot date,purchase date,created on,updated on,date created,date updated,created ts,manufacture date,opening time|date,day,start,stop,begin,end,from,until,when,time of day',
  quantity:
    'quantity,qty,count,amount,amount due,price,unit price,total,total usd,subtotal,tax,tax amount,discount,cost,fee,weight,height,length,width,size,volume,temperature,humidity,pressure,score,rating,percent,percentage,rate,ratio,duration,duration ms,latency ms,bytes,bytes sent,record count,row count,quantity on hand,stock,distance,speed,dose,blood pressure,bmi,heart rate,result value,value usd,revenue,margin,profit,interest rate,exchange rate,units sold,capacity,elapsed,cpu,memory,port,number of items,items,points,level,rank,position px,xy,screen size,total cost,base cost,dispenses,outstanding,utilization,payer coverage,base encounter cost,total claim cost,totalcost,healthcare coverage',
  category:
    'category,type,status,order status,kind,class,channel,department,segment,tier,priority,severity,stage,mode,source,environment,env,locale,color,colour,units,unit,format,method,payment method,shipping method,industry,sector,plan,product category,specialty,speciality,event type,account type,encounter class,platform,os,browser,device type,user agent,version,app version,firmware version,schema version,release,level name,state flag,module,file path,log file,path,route,size code,grade,topic,code,marital code,frequency',
  flag: 'is active,active,enabled,deleted,is deleted,flag,verified,is verified,email verified,phone verified,has email,has phone,opt in,email opt in,sms opt in,email opt out,marketing opt in,has ssn,deceased,is deceased,consent,is member,is current,valid,approved,is admin',
};

function readPhrases(): ReadonlyMap<string, readonly PhraseMeaning[]> {
  const read = new Map<string, readonly PhraseMeaning[]>();
  for (const [meaning, list] of Object.entries(phrases) as [MeaningId, string][]) {
    const [clear = '', vague = ''] = list.split('|');
    for (const [text, strength] of [
      [clear, 'clear'],
      [vague, 'vague'],
    ] as const) {
      for (const phrase of text.split(',').filter((each) => each !== '')) {
        const key = phrase.replaceAll(' ', '');
        read.set(key, [...(read.get(key) ?? []), { meaning, strength }]);
      }
    }
  }
  for (const [key, all] of read) {
    // What one meaning claims clearly, no other may have.
    const clear = all.find(({ strength }) => strength === 'clear');
    if (clear !== undefined) read.set(key, [clear]);
  }
  return read;
}

const meanings = readPhrases();
const none: readonly PhraseMeaning[] = [];

/** What a phrase, its words written as one, says of a column: nothing, for most. */
export function meaningsOfPhrase(phrase: string): readonly PhraseMeaning[] {
  return meanings.get(phrase) ?? none;
}
