"""Common Danish first and last names, from which the invented people are put together."""

FIRST = """
Agnes Albert Alma Amalie Amira Anders Andrea Anja Anna Anne Annette Asger Astrid Axel Bente Benjamin Berit
Birthe Bjarne Bo Bodil Brian Camilla Carl Carsten Caroline Cecilie Christoffer Clara Connie Dagmar Daniel Dorthe
Ebbe Elin Ella Ellen Elsebeth Emil Emma Erik Esben Esther Eva Finn Flemming Freja Frida Gitte Gorm Grethe Gunnar
Hanne Hans Hassan Heidi Helene Helle Henning Henrik Henriette Ida Inga Inger Irene Iver Jacob Jan Jane Janni
Jeppe Jens Jesper Johan Johanne Jonas Jytte Karen Karin Karl Karsten Katrine Kim Kirsten Klaus Knud Laila Lasse
Laura Leif Lene Liselotte Lis Lone Louise Lykke Mads Magnus Maja Malene Malthe Maren Maria Marianne Marie Martha
Mathilde Merete Mia Michael Mikkel Mille Mogens Morten Nadia Nanna Niels Nikolaj Nina Noah Olav Ole Omar Oskar
Palle Per Pernille Pia Poul Preben Rasmus Regitze Rikke Rolf Rune Ruth Sara Signe Sigrid Simon Sofia Solveig
Stig Stine Susanne Svend Sanne Tage Tanja Thea Theis Thomas Thorkild Tina Tobias Torben Tove Trine Troels Ulla
Ulrik Valdemar Vera Vibeke Victor Viggo Villads Winnie Yasmin Zahra Aage Åse
"""
LAST = """
Abildgaard Agerholm Ahrendt Alstrup Anker Arentoft Bagger Balle Bang Bech Bendtsen Berthelsen Bilde Bisgaard
Bjerregaard Blach Bonde Borregaard Bork Brandt Bruun Brøndum Buch Busk Bødker Bøgelund Carstensen Dahl Damgaard
Dideriksen Dolmer Drejer Ebbesen Egeskov Elkjær Engberg Enevoldsen Fabricius Falkenberg Fisker Fjordside Flindt
Fogh Foged Frandsen Friis Frost Gade Gammelgaard Gormsen Gravesen Grønlund Haagensen Hald Hammershøj Hedegaard
Heiberg Hesselholt Hjort Hoffmeyer Holgersen Holmgaard Hvidtfeldt Højgaard Ibsen Iversen Jagd Junker Juul Kaae
Kjeldgaard Kjærulff Klint Kofoed Kok Krag Krogager Kruse Kvist Lauridsen Lassen Leth Lindegaard Lindholt
Ludvigsen Lunde Lyngby Løgstrup Madsen Mathiasen Meldgaard Mortensen Munk Mørch Nedergaard Nygaard Nymark
Nørgaard Odgaard Overgaard Pallesen Pilgaard Ploug Præst Raben Ravnsborg Refsgaard Riis Rosendal Rugholm Rønnow
Sand Schack Skaarup Skov Skovgaard Skytte Smed Sommer Sondrup Stage Steffensen Stokholm Storgaard Sved Søby
Søndergaard Terkelsen Thestrup Thorup Toft Tornbjerg Trolle Udsen Vestergaard Vind Vinther Voss Westergaard
Wulff Yildiz Ægidius Østergaard Ågesen Aagaard
"""
