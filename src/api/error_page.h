// The error page that a person sees instead of a problem document: what happened and what to do, in
// the language of the browser. Called for every error, of net and of the API.
#pragma once

#include <string_view>

#include "net/request.h"
#include "net/response.h"

namespace walkie::api {

// Whether a browser shows the answer to a person: a navigation, or an Accept header that prefers
// HTML to JSON. Programs (no Accept, */*, JSON) get the problem document.
bool wants_page(const net::Request& request);

// Replaces the problem document of an error with the page, when a person asks. The status and the
// other fields stay. `frame_ancestors`: the value of that directive of the policy.
void show_error(const net::Request& request, net::Response& response,
                std::string_view frame_ancestors);

// The only style sheet of the page, and its hash for the policy of the page.
std::string_view error_style();
std::string_view error_style_hash();

}  // namespace walkie::api
