import { HELP_ARTICLES } from "./vocabulary/product.ts";
import type { HelpArticle } from "./vocabulary/product.ts";
import { TOPICS } from "./vocabulary/topics.ts";
import type { Topic } from "./vocabulary/topics.ts";
import type { Visit } from "./visit.ts";

/** Looks for help before asking somebody: a search, an article, sometimes a verdict on it. */
export function visitHelpCentre(visit: Visit, topic: Topic): void {
  const { random } = visit;
  const articles = HELP_ARTICLES.filter((article) => article.topic === topic);
  visit.page("help", "Help Centre", "/");
  if (random.chance(0.6)) {
    visit.track("Help Searched", { query: topic === "domain verification" ? "dns record not found" : topic, results: articles.length });
  }
  const article: HelpArticle | undefined = articles.length > 0 ? random.pick(articles) : undefined;
  if (!article) return;
  visit.page("help", "Help Article", `/articles/${article.id}`);
  visit.track("Help Article Viewed", { articleId: article.id, title: article.title, topic });
  visit.wait(20, 240);
  if (random.chance(0.16))
    visit.track("Help Article Rated", { articleId: article.id, helpful: random.chance(topic === "domain verification" ? 0.3 : 0.68) });
}

export function anyHelpTopic(visit: Visit): Topic {
  return visit.random.pick(Object.keys(TOPICS) as Topic[]);
}
