import type { Random } from "../random.ts";
import type { Culture } from "./countries.ts";

interface NamePool {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const pool = (first: string, last: string): NamePool => ({ first: first.split(" "), last: last.split(" ") });

const NAMES: Readonly<Record<Culture, NamePool>> = {
  english: pool(
    "Olivia Amelia Grace Hannah Naomi Ruth Chloe Paige Erin Morgan Avery Claire Jack Oliver Henry Noah Caleb Miles Owen Theo Simon Grant Ross Dylan",
    "Ashcombe Birtwell Calloway Dunmore Elsworth Fairley Garrick Hollis Ingram Jessop Kirkby Langley Merriden Norcross Oakden Pemberly Quarles Radley Selwyn Thackray Underhay Whitlock",
  ),
  german: pool(
    "Lena Anja Katrin Johanna Miriam Greta Svenja Ulrike Heike Jonas Lukas Matthias Florian Stefan Tobias Henrik Moritz Bernd Ralf Niklas",
    "Achterberg Brandstetter Dornfeld Eisenhauer Falkenrath Grünwald Hagedorn Jungbluth Kesselring Lindemann Morgenroth Niederberger Ohlendorf Pfefferkorn Reinhold Steinbrecher Tannhoff Vogelsang Wiesner Zellweger",
  ),
  french: pool(
    "Camille Manon Élodie Juliette Solène Margaux Inès Aurélie Clémence Antoine Julien Mathieu Baptiste Rémi Thibault Étienne Guillaume Lucas Maxime Yann",
    "Aubertin Beaulieu Chastagnier Delacourt Eymard Fontanel Gauthray Hérisson Jacquemin Kermadec Laverdure Montclair Nivelon Perrigault Quentel Roussillac Sauvestre Thévenard Valmont Verdier",
  ),
  spanish: pool(
    "Lucía Carmen Elena Marta Noelia Paula Rocío Ainhoa Ximena Valeria Javier Álvaro Diego Sergio Iván Rubén Mateo Andrés Joaquín Emilio",
    "Alcántara Barrientos Cifuentes Domínguez Echegaray Fuentes Goicoechea Herranz Ibarrola Juárez Ledesma Mondragón Navarrete Olmedo Peñalver Quiroga Robledo Saldaña Talavera Villarejo",
  ),
  italian: pool(
    "Giulia Chiara Federica Ilaria Martina Elisa Silvia Bianca Lorenzo Matteo Davide Riccardo Stefano Enrico Nicola Pietro",
    "Albertazzi Bellandi Castagnola Dellaporta Fiorentini Galimberti Lombardini Marchesini Nardelli Orsolini Pellegrino Quaranta Ricciardi Santambrogio Tedeschi Vannucci",
  ),
  dutch: pool(
    "Sanne Fleur Lotte Marijke Anouk Femke Iris Roos Daan Bram Sander Jeroen Ruben Wouter Thijs Maarten",
    "Aalbers Boersma Dijkgraaf Elzinga Feenstra Groeneveld Hoekstra Jansma Kuiper Molenaar Oosterhuis Postma Roelofs Schipper Terpstra Veldkamp",
  ),
  nordic: pool(
    "Astrid Ingrid Freja Saga Linnea Maja Sigrid Tuva Elin Anders Erik Magnus Oskar Sindre Lars Emil Viktor Rasmus",
    "Almqvist Bergdal Dahlstrand Eklöf Fagerlund Granberg Haugland Isaksen Johnsrud Kvistgaard Lindholm Myhre Nordvik Ostbye Ravnsborg Sandvik Tveiten Wallin",
  ),
  polish: pool(
    "Agnieszka Katarzyna Zofia Magdalena Natalia Ewa Joanna Marek Piotr Tomasz Krzysztof Jakub Wojciech Michał",
    "Adamczewski Borkowicz Chmielnik Dudziak Gawron Jasiński Kamiński Lisowski Mazurek Nowicki Ostrowski Piekarz Sikorski Wilczek",
  ),
  portuguese: pool(
    "Beatriz Larissa Mariana Camila Juliana Letícia Fernanda Rafael Thiago Gustavo Felipe Bruno Vinícius Caio",
    "Albuquerque Bittencourt Cavalcante Drummond Figueiredo Guimarães Lacerda Magalhães Nogueira Pimentel Queiroz Rezende Sampaio Teixeira",
  ),
  indian: pool(
    "Priya Ananya Kavya Meera Shreya Divya Lakshmi Neha Arjun Rohan Vikram Aditya Karthik Sanjay Rahul Nikhil",
    "Acharya Bhattacharya Chandrasekar Deshpande Ganguly Hegde Iyengar Joshi Kulkarni Malhotra Nair Padmanabhan Raghunathan Subramaniam Trivedi Venkatesan",
  ),
  japanese: pool(
    "Yuki Haruka Aoi Sakura Emi Naoko Rin Kenji Haruto Daichi Ryo Takumi Sota Shun",
    "Aizawa Fujimoto Hasegawa Ishikawa Kobayashi Matsuda Nakagawa Ogawa Sakamoto Takahashi Uchida Watanabe Yamashita Yoshida",
  ),
  chinese: pool(
    "Mei Xinyi Jia Lin Huiwen Ying Siew Wei Jun Hao Zhiyuan Boon Kai Ming",
    "Chan Cheung Goh Huang Koh Lau Lim Ng Ong Tan Teo Wong Yeo Zhang",
  ),
  arabic: pool(
    "Layla Noor Amina Yasmin Salma Dana Rania Omar Khalid Yusuf Tariq Samir Hassan Faisal",
    "Abboud Bakri Darwish Fakhoury Ghanem Haddad Jaber Khoury Mansour Nasser Qasim Rahal Shaheen Zayed",
  ),
  nigerian: pool(
    "Adaeze Chioma Folake Ngozi Temitope Yetunde Zainab Chidi Emeka Femi Kelechi Obinna Segun Tunde",
    "Abiodun Balogun Chukwu Danjuma Ekwueme Fashola Ibekwe Lawal Mbah Nwosu Okafor Olatunji Sowande Uzoma",
  ),
  turkish: pool(
    "Elif Zeynep Ayşe Defne Selin Derya Ceren Mehmet Emre Burak Kaan Serkan Tolga Onur",
    "Aksoy Bozkurt Çelik Demirel Erdem Güneş Karaca Korkmaz Özkan Polat Sezer Tekin Uysal Yalçın",
  ),
};

const CULTURES = Object.keys(NAMES) as Culture[];

/** An invented person's name; four in five carry a name usual in the country, the others come from anywhere. */
export function inventName(culture: Culture, random: Random): { firstName: string; lastName: string } {
  const chosen = NAMES[random.chance(0.8) ? culture : random.pick(CULTURES)];
  return { firstName: random.pick(chosen.first), lastName: random.pick(chosen.last) };
}

/** Lower-case ASCII of a name, words joined by `joint`. */
export function slug(text: string, joint = "-"): string {
  const plain = text
    .replace(/ø/gi, "o")
    .replace(/ß/g, "ss")
    .replace(/ı/g, "i")
    .replace(/ł/gi, "l")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  return plain
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join(joint);
}
