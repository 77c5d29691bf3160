export const homePage = (..._: unknown[]) => '<p>home'; export const tagListPage = homePage; export const tagPage = homePage; export const articlePage = homePage; export const errorPage = homePage;
