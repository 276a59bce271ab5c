/** Words that carry no meaning of their own here. Words that would change the meaning (not, or, only, more, than, without, every) are not among them. */
const small = new Set(
  `a an the this that these those of in on at to for from by with about as into out up is are was were be been being am do does did done has have had having having's
  whats hows pls via me
  i we us our ours you your me my they them their theirs he she his her it its who whom whose which what where when how many much often times
  and there here so please show tell give list find get gets got getting see plot chart graph draw display let's lets want like would could can will i'd know
  number numbers count counts counted amount total totals trend trends development over time events event times happened happen happens occur occurs occurred interactions interaction
  make makes made making go goes going went then some any all each product app us ago yet already ever
  compute calculate report's question data figure figures stats statistics volume frequency evolution timeline developed evolved`.split(
    /\s+/,
  ),
);
export const isSmallWord = (word: string): boolean => small.has(word);
