/** Surnames that are common in the United States (facts of the census of 2010) and in other countries. */
const common = `
smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson
thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young
allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter
roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers
gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks chavez
wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster jimenez
powell jenkins perry russell sullivan bell coleman butler henderson barnes gonzales fisher vasquez simmons romero
jordan patterson alexander hamilton graham reynolds griffin wallace moreno west cole hayes bryant herrera gibson
ellis tran medina aguilar stevens murray ford castro marshall owens harrison fernandez mcdonald woods washington
kennedy wells vargas henry chen freeman webb tucker guzman burns crawford olson simpson porter hunter gordon mendez
silva shaw snyder mason dixon munoz hunt hicks holmes palmer wagner black robertson boyd rose stone salazar fox warren
mills meyer rice schmidt garza daniels ferguson nichols stephens soto weaver ryan gardner payne grant dunn kelley
spencer hawkins arnold pierce hansen peters santos hart bradley knight elliott cunningham duncan armstrong hudson
carroll lane riley andrews alvarado ray delgado berry perkins hoffman johnston matthews pena richards contreras
willis carpenter lawrence sandoval guerrero george chapman rios estrada ortega watkins greene nunez wheeler valdez
harper burke larson santiago maldonado morrison franklin carlson austin dominguez carr lawson jacobs obrien lynch
singh vega bishop montgomery oliver jensen harvey williamson gilbert dean sims espinoza howell li wong reid hanson
le mccoy garrett burton fuller wang weber welch rojas lucas marquez fields park yang little banks padilla day walsh
bowman schultz luna fowler mejia davidson acosta brewer may holland juarez newman pearson curtis cortez douglas
schneider joseph barrett navarro figueroa keller avila wade molina stanley hopkins campos barnett bates chambers
caldwell beck lambert miranda byrd craig ayala lowe frazier powers neal leonard gregory carrillo sutton fleming
rhodes shelton schwartz norris jennings rivas duran cohen rosenberg goldberg levy katz kaplan friedman weiss klein
shapiro bernstein rosen goldstein feldman greenberg hoover hodges bush bauer becker koch richter wolf schroder
neumann schwarz zimmermann braun hofmann hartmann lange werner krause lehmann kohler maier fuchs peters lang scholz
moller muller mueller weiss jung hahn schubert vogel friedrich gunther berger winkler roth lorenz baumann franke
albrecht schuster simon ludwig bohm winter kraus martinelli rossi russo ferrari esposito bianchi romano colombo ricci
marino greco bruno gallo conti deluca costa giordano mancini rizzo lombardi moretti barbieri fontana santoro mariani
rinaldi caruso ferrara galli martini leone longo gentile martin bernard dubois durand lefebvre leroy roux moreau
fournier girard bonnet dupont fontaine rousseau blanc guerin boyer garnier chevalier francois legrand gauthier
perrin robin clement morin nicolas henry roussel mathieu gautier masson marchand duval denis dumont lemaire noel
meunier silva santos oliveira souza rodrigues ferreira alves pereira lima gomes ribeiro carvalho almeida lopes soares
fernandes vieira barbosa rocha dias nascimento andrade moreira nunes marques machado mendes freitas cardoso ramos
tavares goncalves teixeira araujo kowalski nowak wisniewski wojcik kowalczyk kaminski lewandowski zielinski szymanski
wozniak dabrowski kozlowski jankowski mazur kwiatkowski krawczyk piotrowski ivanov petrov sidorov smirnov kuznetsov
popov sokolov volkov morozov novikov fedorov orlov pavlov romanov vasiliev johansson andersson karlsson nilsson
eriksson larsson olsson persson svensson gustafsson hansen johansen olsen larsen andersen pedersen nielsen jensen
kristensen rasmussen jorgensen sorensen christensen petersen madsen de-jong jansen devries bakker visser smit meijer
mulder bos vos peeters janssens maes jacobs mertens willems claes goossens khan ahmed hussain hussein ali malik iqbal
rahman hossain islam chowdhury akhtar begum sheikh mirza qureshi siddiqui butt ansari syed hassan ibrahim abdullah
mohamed mohammed mahmoud abbas haddad khoury nasser saleh mansour farah karimi hosseini rezaei ahmadi sharma verma
gupta kumar agarwal jain mehta shah desai joshi kulkarni rao reddy nair menon iyer iyengar pillai krishnan
subramanian venkatesh chatterjee banerjee mukherjee das bose ghosh sen dutta roy mishra pandey tiwari yadav chauhan
kapoor khanna malhotra chopra bhatia gill dhillon sandhu grewal sidhu kaur bhatt trivedi naidu zhang liu huang zhao
wu zhou xu sun ma zhu hu lin guo gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong yuan
pan cai jiang yu du ye cheng wei su lu ding ren lam chan cheung leung ho ng lau cheng tsang chow kwok tam yeung fung
pham hoang phan vu vo dang bui do duong ly huynh trinh truong dinh park choi jung kang cho yoon jang lim shin seo kwon
hwang ahn song hong tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki
yamaguchi matsumoto inoue kimura hayashi shimizu saito mori ikeda hashimoto ishikawa ogawa fujita okada goto hasegawa
reyes delacruz bautista ocampo dela garcia villanueva mercado aquino pascual okafor okonkwo adeyemi okeke eze nwosu
obi adebayo balogun mensah owusu boateng asante appiah osei diallo traore coulibaly keita ndiaye diop mwangi kamau
otieno njoroge wanjiku abebe tesfaye bekele oconnor oneill oneil obrien odonnell omalley oreilly osullivan okeefe
oleary ohara mcdonald mccarthy mcgrath mckenna mclaughlin mcmahon mcnamara mckenzie mckinney mcguire mcintyre mckay
mclean mcbride mccormick mccall mccann mccarty mcclain mcclure mcconnell mccullough mcdaniel mcdowell mcfarland
mcgee mcgowan mcintosh mcknight mcleod mcmillan mcneil mcpherson macdonald mackenzie maclean macleod mackay fitzgerald
fitzpatrick gallagher doherty doyle kennedy brennan quinn byrne flanagan flynn donovan donnelly daly duffy dolan
cassidy callahan buckley boyle conway casey connolly corcoran costello foley hogan kearney keating kavanagh maguire
mahoney malone moran mulligan nolan regan rooney sheehan sweeney tierney whelan abbott adkins allison alston anthony
archer ashley atkins atkinson ayers bailey baldwin ball ballard barber barker barlow barr barron barry bartlett barton
bass bauer baxter beasley bender benjamin benson bentley bernard best bird blackburn blackwell blair blake blanchard
blankenship blevins bolton bond booker boone booth bowen bowers boyer bradford bradshaw brady branch briggs bright
britt brock browning bruce bryan buchanan buck bullock burch burgess burnett burris byers cain calderon calhoun
camacho cameron cantrell cantu cardenas carey carney carson case cash castaneda cervantes chandler chang charles chase
christian christensen church clarke clay clayton clements cline cobb cochran coffey colon combs compton conley conner
conrad copeland cote cotton crane crosby cross cummings dalton davenport davila dawson decker dejesus deleon dennis
dickerson dickson dillard dillon dodson donaldson dorsey dotson downs doyle drake dudley duke duran dyer eaton english
erickson estes everett farley farmer farrell faulkner ferrell finley fischer fitzgerald fletcher flowers floyd forbes
foreman francis frank franks frederick french frost fry frye gaines galloway gamble garner garrison gates gay gentry
gibbs giles gilliam gilmore glass glenn glover golden good goodman goodwin gould graves greer griffith grimes gross
guerra guthrie hale haley hampton hancock haney hardin harding hardy harmon harrell harrington hart hatfield hayden
haynes head heath hebert hendricks hendrix henson herman herring hess hester hewitt hickman higgins hines hinton hobbs
hodge hodges hogan holcomb holden holder holloway holman holt hood hooper horn horne horton house houston howe hubbard
huber huff huffman hull humphrey hurley hurst hutchinson hyde ingram irwin jacobson jarvis jefferson johns joyce justice
kane kaufman keith kemp kent kerr key kidd kinney kirby kirk kirkland klein knapp knowles knox kramer lamb lancaster
landry lara larsen lawson leach leblanc leon lester levine levy lindsay lindsey livingston lloyd logan lott love lowery
lucas lynn lyons macias mack madden maddox mann manning marks marsh marshall massey mathews mathis maxwell mayer
maynard mayo mays melendez melton mercer merrill merritt michael middleton miles monroe montoya moody moon mooney
moran moss mueller mullen mullins myers nash newton nieves nixon noble noel norman norton oneal odom odonnell oliver
olsen orr osborn osborne pace pacheco page parks parrish parsons pate patrick patton paul pearce pennington petersen
petty phelps pickett pittman pitts pollard poole pope potter potts pratt preston prince proctor pruitt pugh quinn
ramsey randall randolph rasmussen ratliff raymond reese reeves rich richard richmond riddle riggs rivers roach robbins
robertson robles roman rosa rosales rosario rowe rowland roy rush rutledge salas salinas sampson santana sargent
saunders savage sawyer schaefer schroeder sears sellers serrano sexton shaffer shannon sharp sharpe shepard shepherd
sheppard sherman shields short silva skinner sloan small snider snow solis solomon sosa sparks spears stafford stark
steele stein stephenson stevenson stokes stout strickland strong stuart suarez summers swanson sweet talley tate
terrell terry thornton tillman todd townsend travis trevino trujillo tyler tyson underwood valencia valentine valenzuela
vance vang vaughan vaughn velasquez velazquez velez villarreal vincent vinson wade walker wall waller walls walter
walters walton ware warner watts weeks weiss wiggins wilcox wilder wiley wilkerson wilkins wilkinson william willis
winters wise witt wolfe woodard woodward wooten workman wyatt yates york zamora zimmerman hopper turing lovelace
curie darwin einstein mendel pasteur nightingale kowalska nowakowska lindqvist bergstrom haugen dahl berg halvorsen
christou papadopoulos nikolaidis georgiou demir yilmaz kaya celik ozturk aydin arslan novak horvat kovacs nagy szabo
toth varga molnar popescu ionescu dumitrescu petrovic jovanovic nikolic markovic ilic castellanos quintero cabrera
escobar zapata restrepo arango galindo doe roe cisneros villegas zuniga orozco bernal palacios paredes fuentes cordova ponce
`;

export const surnames: readonly string[] = common
  .split(/\s+/)
  .map((name) => name.replaceAll('-', ''))
  .filter((name) => name !== '');
