// The pages and files for browsers, from the binary: their routes, their security policy, and the
// sites that may embed them.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"
#include "net/static_files.h"

namespace walkie::api {

// Registers the HTML files of /chat, /agent/*, /frame, /demo, /docs/ and /.
void name_pages(net::StaticFiles& files);

// Whether the request's path has a page or a file. The method is not checked.
bool has_page(Api& api, const net::Request& request);

// Answers a GET without a route: with a file; with a redirect when only a slash at the end is too
// many; or with 404.
void serve_page(const CallPtr& call);

// Whether this is the frame of the widget, the only page that other sites may embed.
bool is_frame(std::string_view path);
// The sites that may embed the page at the request's path, as the value of frame-ancestors.
std::string frame_ancestors(Api& api, const net::Request& request);

// The Content-Security-Policy (security.md). `frame_ancestors`: "'none'", "'self'" or origins.
std::string content_security_policy(const net::Request& request, std::string_view frame_ancestors,
                                    bool inline_styles);

}  // namespace walkie::api
