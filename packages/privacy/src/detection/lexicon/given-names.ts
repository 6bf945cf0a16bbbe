/**
 * Given names that are common in the United States and elsewhere (facts of the US Census Bureau and of
 * the Social Security Administration's public counts), without the marks of letters.
 */
const common = `
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald
mark paul steven andrew kenneth joshua george kevin brian edward ronald timothy jason jeffrey ryan gary jacob
nicholas eric stephen jonathan larry justin scott brandon frank benjamin gregory samuel raymond patrick alexander
jack dennis jerry tyler aaron jose henry douglas adam peter nathan zachary walter kyle harold carl jeremy keith
roger gerald ethan arthur terry christian sean lawrence austin joe noah jesse albert bryan billy bruce willie
jordan dylan alan ralph gabriel roy juan wayne eugene logan randy louis russell vincent philip phillip bobby johnny
bradley tommy craig curtis alexis corey derek dustin edwin ernest fernando francisco fred frederick gilbert glenn
harry hector herbert howard hugh isaac ivan javier jay jeff jim jimmy joel jorge julio julian karl leo leon leonard
leroy leslie lester lewis lloyd lonnie luis manuel marcus mario martin marvin maurice melvin micheal miguel milton
mitchell morris nelson norman oscar pedro ramon randall ray ricardo rick ricky roberto rodney roland ruben salvador
sam sidney stanley ted theodore todd tom tony tracy travis troy vernon victor warren wesley zach steve greg matt
mike dave dan danny doug ed eddie ben bob bill chris chuck nick alex andy ron rob pete phil tim max luke lucas
liam mason elijah oliver aiden owen caleb connor evan gavin hunter ian jackson levi wyatt landon cameron colton
sebastian mateo diego carlos antonio alejandro angel eduardo enrique ernesto esteban felipe gerardo guillermo
gustavo ignacio jaime joaquin leonardo lorenzo marco marcos mauricio orlando pablo rafael raul rodrigo rogelio
santiago sergio tomas xavier omar ahmed mohammed muhammad mohamed ali hassan hussein ibrahim khalid mustafa yusuf
youssef abdul abdullah karim tariq amir samir rashid hamza bilal faisal imran usman umar raj rajesh ravi sanjay
vijay anil sunil amit ankit arjun arun ashok deepak dinesh ganesh gopal harish karthik krishna kumar manish mohan
naveen nikhil pradeep prakash praveen rahul rakesh ramesh rohan rohit sachin sandeep satish shankar siddharth
srinivas suresh vikram vinod vivek wei ming jun hiroshi kenji takashi yuki haruto ichiro kenta satoshi minh duc
tuan hung nam andrei dmitri ivan sergei vladimir nikolai mikhail alexei igor oleg boris pavel anton viktor yuri
hans klaus jurgen wolfgang dieter heinz helmut manfred gunther stefan andreas matthias sven lars erik anders bjorn
nils olaf gunnar pierre jean jacques francois michel philippe laurent olivier thierry pascal luc marc antoine
giovanni giuseppe luca matteo alessandro francesco paolo roberto stefano andrea marco pietro salvatore joao paulo
tiago thiago bruno caio luiz lucas vitor gustavo declan liam cian eoin niall padraig seamus conor aidan kieran
duncan malcolm angus alistair callum ewan graham nigel trevor clive desmond gareth dafydd rhys kwame kofi chidi
emeka tunde segun jamal darnell tyrone deshawn terrell malik darius reginald clarence earl elmer clyde floyd
cecil chester clifford dwight edgar emmett ervin everett felix garry gordon guy homer horace ira irving jerome
kelvin kirk lyle mack marshall myron neil noel otis percy perry preston quentin rex roderick rudolph rufus rupert
sherman simon spencer stuart sylvester terence terrance toby wallace wendell wilbur willard winston woodrow
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley
kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen
amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet
catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith
megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail
alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany
charlotte marie kayla alexis lori alyssa allison amelia anita anne annette annie april arlene audrey becky bernice
bertha bessie beth bonnie brianna brooke candace carla carmen carrie cassandra cathy charlene chelsea chloe claire
clara claudia colleen connie constance courtney crystal cindy daisy dana darlene dawn deanna debbie delores dolores
edith edna eileen elaine eleanor ella ellen elsie emilia erica erika erin esther ethel eva felicia florence gail
genevieve georgia geraldine gertrude gina ginger gladys glenda gwendolyn harriet hazel heidi holly ida irene iris
irma jackie jane janelle janie jasmine jeanette jeanne jenna jennie jenny jill joann joanna joanne jodi josephine
joy juanita judith june kara kate katie katrina kay kendra kerry kim kristen kristin kristina krista latoya leah
lena leona leslie lillian lily lois loretta lorraine louise lucille lucy lydia lynn mabel mae marcella marcia margie
marguerite marion marjorie marlene marsha mattie maureen maxine melanie melinda mercedes meredith mildred mindy
minnie miranda miriam misty molly monica monique myrtle nadine naomi natasha nellie nina nora norma olga opal paige
paula pauline pearl peggy penny phyllis priscilla rachael ramona regina renee rhonda rita roberta robin rosa rosalie
rose rosemary roxanne ruby sabrina sadie sally sheila shelby shelly sheri sherri sherry sierra silvia stacey stacy
stella sue susie suzanne sylvia tamara tammy tanya tara tasha thelma tiffany tina toni tonya tracey tricia vanessa
velma vera vicki vicky viola violet vivian wanda wendy whitney willie wilma yolanda yvette yvonne zoe ava mia harper
aria layla zoey penelope riley nora hailey aubrey savannah brooklyn bella skylar lucia luz guadalupe rosario
esperanza alejandra ana beatriz catalina daniela elena fernanda gabriela ines isabel josefina juana leticia lorena
luisa magdalena marisol mariana maribel martina mercedes patricia paola pilar raquel rocio sofia susana valentina
veronica ximena yesenia fatima aisha amina khadija layla mariam maryam nadia noor rania salma samira yasmin zahra
zainab priya anjali aarti asha deepa divya geeta kavita lakshmi meena meera neha nisha pooja preeti radha rani
rekha sangeeta shreya sita sneha sunita swati usha vidya mei ling xiu yan hui fang yuki sakura haruka yoko keiko
akiko naoko thi linh lan huong trang svetlana natalia tatiana olga irina ekaterina anastasia ludmila galina oksana
ingrid astrid freya greta heike ursula sabine monika petra birgit katrin anke claudette brigitte celine chantal
francoise genevieve isabelle monique nathalie sylvie veronique chiara francesca giulia silvia alessia siobhan niamh
aoife sinead ciara maeve bridget fiona moira isla morag agnieszka malgorzata katarzyna magdalena ewa joanna zofia
piotr krzysztof tomasz wojciech marek jan andrzej ngozi adaeze chioma amara latisha keisha tamika shanice ebony
imani aaliyah nia destiny trinity nevaeh mckenzie mackenzie kaitlyn caitlin katelyn madeline makayla jocelyn
marissa autumn angelina ariana gianna juliana camila mila eliana ayla maya naomi ruth delilah josie ivy
malachi silas ezra ezekiel asher micah josiah jeremiah isaiah nathaniel dominic damian adrian colin brett brent
clinton clayton clint darrell darren darryl derrick devin dominick drew dwayne elias eli emmanuel ezequiel garrett
grant heath jared jarrod jonah kendall kent kurt lance lamar leland loren marlon mathew maxwell nolan quinn
reuben roderick rodolfo rolando roman rory seth shane shaun shawn stewart terrence tobias trent tristan wade
zane zackary hugo ismael israel jake jamie jermaine johnathan jonathon kaleb karla kelley kellie kelli krystal
lana latasha laurie lauri leanne leigh lindsay lindsey lorena lorie luann lupe lynda lynette mable mallory mandy
marci margarita marianne maribel marta mary-ann maryann maureen mayra michele mimi mollie muriel myra nettie nikki
noelle noreen odessa ofelia olive ora patsy patti patty perla rachelle randi raven rebekah rena rochelle rosalind
rosemarie rosie ruthie sasha selena selma serena shannon shari sharron shauna shawna sondra sonia sonja sonya
sophie stacie summer susanne tabitha tamra tania taylor terri trisha trudy valerie verna winifred wilhelmina ada
adele adeline agatha agnes alana alberta alicia alina alma althea antoinette antonia araceli augusta aurora autumn
avery barbra belinda bernadette betsy bettie billie blanca bobbie brandi brandy bridgette britney camille candice
carmela carole caroline cecelia cecilia celeste celia charity charmaine christa christie christy clarissa concetta
consuelo cora corina cornelia cristina darla della dianna dianne dina dixie dominique dora doreen eloise elsa elva
ernestine estella estelle etta eugenia eunice evangeline faith faye fern flora freda frieda gayle georgina
graciela greta gretchen guadalupe gwen hattie henrietta hilda hope imelda inez ingrid isabelle ivonne janine
jeannie jeri jewel jo johanna jolene josefa juliet juliette justine karin karina kathie kathy katharine katy
`;

/** Given names that are also words, months or places, so that they say little alone. */
const ambiguous = `
will mark grace rose may june april august summer autumn dawn joy hope faith charity crystal amber ruby pearl opal
jade ivy iris lily daisy violet hazel heather holly olive robin jay dean grant chase hunter mason taylor cooper parker
carter tyler jordan austin dallas houston madison brooklyn savannah charlotte florence virginia georgia carolina paris
london lincoln jackson logan jack bill bob frank rich pat sue guy art drew ray lance miles max rex chuck rob nick
penny ginger sandy misty stormy sky skylar river rocky rusty buddy angel jesus destiny trinity harmony melody genesis
christian norman roman israel victor major duke earl king prince reed reid wade heath cliff glen dale lane forest kay
jewel brandy sherry candy cookie mercedes lexus porsche chelsea sierra cheyenne dakota montana asia kent ford chester
lee van von don gene dick harry pierce drake nova mia sage eden harper ace mack sterling winter marina bay carol
wei ming jun yan fang hui lan nam thi rani noor raj max alma ada ora etta della dixie viola aurora stella star
eve noel dominic dana kim kelly casey riley quinn avery morgan blake jean jo marion leslie shannon kirk
orlando sydney kingston victoria alexandria regina lima vienna verona siena petra sidney nelson lorraine lourdes
salvador santiago diego francisco antonio marco luz paz sol america alexa siri bella echo cortana nina ali
constance prudence patience clement ernest clay basil herb cherry olga ian ivan perry mercy story wally
`;

export const givenNames: readonly string[] = common.split(/\s+/).filter((name) => name !== '');
export const ambiguousGivenNames: readonly string[] = ambiguous
  .split(/\s+/)
  .filter((name) => name !== '');
