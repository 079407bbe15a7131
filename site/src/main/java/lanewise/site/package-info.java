/**
 * Makes the site: Markdown becomes pages that link to one another, to copies of the files that they
 * name, and to the Javadoc, with an index for the search in the browser.
 *
 * <p>Start with {@link lanewise.site.Site}. What must not be here: text of the documentation.
 */
@NullMarked
package lanewise.site;

import org.jspecify.annotations.NullMarked;
