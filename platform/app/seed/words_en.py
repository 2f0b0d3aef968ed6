"""Names, titles and places of the English-speaking firms."""

from app.seed.shapes import City

FIRST = tuple(
    """Anna Ben Charlotte Daniel Emma Finn Grace Harry Isabel Jack Kate Liam Megan Noah
    Olivia Peter Rachel Samuel Tessa Victor Wendy Zoe Alice Brian Claire David Edward
    Fiona George Helen Ian Joanna Kevin Laura Martin Nicola Oliver Paula Robert Sarah
    Thomas Una Vincent William Yvonne Adam Beth Colin Dawn Eric Frances Gareth Hannah
    Jonathan Karen Lewis Maria Nathan Patrick Rebecca Simon Tracy Stuart Lydia Marcus
    Naomi Owen Philippa Rory Stella Trevor""".split()
)
LAST = tuple(
    """Adams Baker Clarke Dawson Ellis Foster Graham Hughes Irving Jenkins Kelly Lawson
    Mitchell Norris Osborne Parker Quinn Reynolds Shaw Turner Underwood Vaughan Walsh
    Young Archer Barlow Chapman Doyle Evans Fletcher Gibson Harper Ingram Jarvis
    Knight Lowe Marsh Newton Oakley Payne Rowe Sutton Thornton Upton Webb Yates Abbott
    Bishop Carver Drake Elmore Frost Goddard Holt Kirby Langley Mercer Nash Pratt
    Radford Saunders Tate Whitaker Ashworth Brennan Cullen""".split()
)
GERMAN = (
    tuple(
        """Anke Bernd Christina Dieter Elke Frank Gisela Holger Inga Jens Katrin Lars
        Monika Nils Petra Rainer Sabine Torsten Ulrike Volker Wiebke Jürgen Bärbel
        Stefan Heike Matthias Silke Thorsten Jörg Kirsten""".split()
    ),
    tuple(
        """Albrecht Bauer Brandt Dietrich Engel Fischer Günther Hartmann Jäger Keller
        Lehmann Müller Neumann Otto Pohl Richter Schäfer Schröder Thiele Vogel Wagner
        Winkler Ziegler Böhm Krüger Lindner Seidel Kühn Arnold Busch""".split()
    ),
)
INDIAN = (
    tuple(
        """Aarav Ananya Arjun Deepa Devika Farhan Gaurav Ishita Kavita Kiran Lakshmi
        Manish Meera Nikhil Pooja Pranav Priya Rahul Rajesh Ritu Rohan Sanjay Shreya
        Sunita Tanvi Varun Vikram Vidya Yash Neha""".split()
    ),
    tuple(
        """Agarwal Banerjee Bhatt Chopra Das Desai Gupta Iyer Jain Joshi Kapoor Kulkarni
        Kumar Mehta Menon Mishra Nair Patel Pillai Rao Reddy Sharma Shetty Singh
        Srinivasan Tiwari Varma Verma Khanna Bose""".split()
    ),
)
SPANISH = (
    tuple(
        """Alba Álvaro Beatriz Carlos Carmen Diego Elena Esteban Fernanda Gonzalo Inés
        Javier Jimena José Lucía Manuel María Marta Mateo Nuria Pablo Pilar Rafael
        Raúl Rocío Rodrigo Sofía Tomás Valeria Ximena""".split()
    ),
    tuple(
        """Aguilar Álvarez Blanco Castro Delgado Díaz Domínguez Fernández Flores García
        Gómez Herrera Iglesias Jiménez López Marín Márquez Molina Morales Navarro
        Núñez Ortega Peña Ramírez Reyes Rojas Ruiz Santos Vargas Vega""".split()
    ),
)
CHINESE_ABROAD = (
    tuple(
        """Wei Jing Mei Hao Lin Fang Jun Ying Xin Ting Rui Yan Bo Qiang Na Lei Min Yu Hui
        Tao Kai Lan Ping Chen Dong Hua Jie Xue""".split()
    ),
    tuple(
        """Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Gao
        Luo Zheng Liang Xie Tang Deng Feng Cao Peng""".split()
    ),
)
ORIGINS = (
    ((FIRST, LAST), 0.58),
    (GERMAN, 0.13),
    (INDIAN, 0.12),
    (SPANISH, 0.1),
    (CHINESE_ABROAD, 0.07),
)
TITLES = (
    "Owner",
    "Managing Director",
    "Head of Purchasing",
    "Buyer",
    "Senior Buyer",
    "Plant Manager",
    "Maintenance Lead",
    "Project Engineer",
    "Operations Manager",
    "Finance Manager",
    "Office Manager",
    "Warehouse Manager",
    "Quality Manager",
    "Technical Director",
    "Facilities Manager",
    "Supply Chain Manager",
    "Site Manager",
    "Assistant to the MD",
    "Branch Manager",
    "Category Manager",
    "Production Planner",
    "Service Coordinator",
)
CITIES = tuple(
    City(name, country, phone, digits)
    for name, country, phone, digits in (
        ("London", "GB", "+442079460", 3),
        ("Leeds", "GB", "+441134960", 3),
        ("Sheffield", "GB", "+441144960", 3),
        ("Leicester", "GB", "+441164960", 3),
        ("Bristol", "GB", "+441174960", 3),
        ("Reading", "GB", "+441184960", 3),
        ("Birmingham", "GB", "+441214960", 3),
        ("Edinburgh", "GB", "+441314960", 3),
        ("Glasgow", "GB", "+441414960", 3),
        ("Liverpool", "GB", "+441514960", 3),
        ("Manchester", "GB", "+441614960", 3),
        ("Newcastle", "GB", "+441914980", 3),
        ("Berlin", "DE", "+493023125", 3),
        ("Frankfurt", "DE", "+496990009", 3),
        ("Hamburg", "DE", "+494066969", 3),
        ("München", "DE", "+498999998", 3),
        ("Köln", "DE", "+492214710", 3),
        ("Sydney", "AU", "+61255501", 3),
        ("Boston", "US", "+161755501", 2),
        ("Chicago", "US", "+131255501", 2),
        ("Houston", "US", "+171355501", 2),
        ("Denver", "US", "+130355501", 2),
        ("Seattle", "US", "+120655501", 2),
        ("Atlanta", "US", "+140455501", 2),
        ("Toronto", "CA", "+141655501", 2),
        ("Vancouver", "CA", "+160455501", 2),
    )
)
STREETS = tuple(
    """Mill Lane|Station Road|Harbour Street|Kiln Way|Foundry Road|Wharf Lane|Tannery Court|
    Orchard Drive|Quarry Road|Signal Street|Canal Walk|Depot Road|Granary Close|Beacon Street|
    Railway Terrace|Dock Road|Meadow Park|Industriestraße|Hafenweg|Gewerbepark""".replace(
        "\n    ", ""
    ).split("|")
)
BRANDS = tuple(
    """Acorn Alder Amber Anchor Ashdown Aspen Atlas Avon Beacon Birch Blackwood Bluefield
    Bramley Bridgeford Brightwater Calder Cedar Chalk Clearwell Cobalt Compass
    Copperfield Crane Crestline Dale Dunmore Eastgate Elmstone Ember Fairview Falcon
    Farrow Fernhill Fieldhouse Fjord Foxglove Garnet Glenmore Granite Greenway Hadley
    Halden Harbour Hartwell Hawthorn Heron Highgate Hollis Ironbridge Ivory Juniper
    Kestrel Kingsley Lakeside Larch Linden Lockwood Lomond Maple Marlow Meridian
    Millbrook Moorland Nordhaus Northwind Oakridge Orchard Osprey Parkland Pinewood
    Quarry Redstone Ridgeway Riverside Rowan Saffron Sandford Sierra Silverdale Slate
    Solway Southbank Stonebridge Summit Swift Tamar Teal Thornbury Tidewater Trident
    Valley Vista Wexford Whitfield Willow Windmere Woodgate Yarrow Zenith Zephyr
    Hansen Steiner Kowalski Moreno Rossi Bergmann Okafor Lindqvist Patel Fontaine""".split()
)
SECONDS = tuple("& Sons|& Co|Brothers|Group|North|South|West|Central|Partners|Direct".split("|"))
FORMS = {
    "GB": ("Ltd", "Ltd", "Ltd", "PLC", "LLP"),
    "DE": ("GmbH", "GmbH", "GmbH & Co. KG", "AG"),
    "US": ("Inc.", "LLC", "LLC", "Corp."),
    "CA": ("Inc.", "Ltd."),
    "AU": ("Pty Ltd",),
}
TAGS = (
    "VIP",
    "Price-sensitive",
    "Distributor",
    "Exhibition lead",
    "Slow payer",
    "Reference customer",
    "Framework contract",
    "Dormant",
    "New site",
    "Referral",
    "Seasonal",
    "Service contract",
)
TEAMS = ("Sales", ("North", "South", "Key accounts", "East", "West", "Export", "Inside sales"))
SERVICE_TEAM = "Service"
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Europe/London")
CURRENCIES = {
    "Europe/London": ("GBP", "£"),
    "Europe/Berlin": ("EUR", "€"),
    "America/New_York": ("USD", "$"),
}
