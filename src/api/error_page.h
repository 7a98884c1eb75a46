// The page that a person sees instead of a problem document: what happened and what to do, in the
// browser's language. Every error passes here on its way out, those of net and those of the API.
#pragma once

#include <string_view>

#include "net/request.h"
#include "net/response.h"

namespace walkie::api {

// A browser shows the answer to somebody: a navigation, or an Accept that wants HTML more than
// JSON. Programs (no Accept, */*, JSON) are not asked twice: they get the problem document.
bool wants_page(const net::Request& request);

// If `response` is an error with a problem document and a person asks, its body becomes the page.
// Status and all other fields stay. `frame_ancestors` as the directive of the policy wants it.
void show_error(const net::Request& request, net::Response& response,
                std::string_view frame_ancestors);

// The page's only style sheet, and its hash, which stands in the page's policy.
std::string_view error_style();
std::string_view error_style_hash();

}  // namespace walkie::api
